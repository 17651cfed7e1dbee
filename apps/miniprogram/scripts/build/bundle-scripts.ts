import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import type { ServiceAddress } from './service-address.ts'
import type { SourceLayout } from './source-layout.ts'

export interface BundleOptions {
  entries: readonly string[]
  layout: SourceLayout
  outFolder: string
  address: ServiceAddress
}

/** One CommonJS file for every entry; what several share goes into `chunks/`, so that its state exists once. */
export async function bundleScripts({ entries, layout, outFolder, address }: BundleOptions): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((id) => [id, layout.sourceOf(`${id}.js`)])),
    platform: 'neutral',
    resolve: {
      mainFields: ['module', 'main'],
      // TDesign's own copy is one script that nothing can be left out of: 10 KB for two helpers.
      alias: { tslib: fileURLToPath(import.meta.resolve('tslib/tslib.es6.mjs')) },
    },
    transform: {
      // Object spread and async functions are the newest that JavaScriptCore of iOS 12 knows.
      target: 'es2018',
      define: definitions(address),
    },
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  await bundle.write({
    dir: outFolder,
    format: 'cjs',
    exports: 'named',
    esModule: false,
    generatedCode: { symbols: false },
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: ({ name }) => `chunks/${path.posix.basename(name)}.js`,
  })
  await bundle.close()
}

/** The constants that src/service-channel.ts declares. */
function definitions(address: ServiceAddress): Record<string, string> {
  const isContainer = 'container' in address
  return {
    __SERVICE_URL__: JSON.stringify(isContainer ? '' : address.serviceUrl),
    __CONTAINER__: JSON.stringify(isContainer ? address.container : null),
  }
}
