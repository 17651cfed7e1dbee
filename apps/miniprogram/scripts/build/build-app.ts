import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { bundleScripts } from './bundle-scripts.ts'
import { copyAssets } from './copy-assets.ts'
import { findEntries } from './find-entries.ts'
import { parseServiceUrl, type ServiceAddress } from './service-address.ts'
import { createSourceLayout } from './source-layout.ts'
import { dropUnusedVariables } from './styles/drop-unused-variables.ts'

const appFolder = path.resolve(import.meta.dirname, '../..')

export const distFolder = path.join(appFolder, 'dist')

/** `serviceUrl`: an origin, such as `https://api.example.com`. `outFolder`: absolute, emptied first; default `dist/`. */
export type BuildOptions = ServiceAddress & { outFolder?: string }

export interface BuiltApp {
  /** The app, its pages and its components. */
  entryCount: number
  /** As the app uses it, an origin without a trailing slash. */
  address: ServiceAddress
}

/**
 * Builds `src/` into a plain mini-program: CommonJS, WXML, WXSS and JSON that DevTools opens with no compile plugin and
 * no 构建 npm. Of the npm components only those that a page can reach are taken along: all of TDesign is 1.7 MB.
 */
export async function buildApp({ outFolder = distFolder, ...given }: BuildOptions): Promise<BuiltApp> {
  const address = 'container' in given ? given : { serviceUrl: parseServiceUrl(given.serviceUrl) }
  const layout = createSourceLayout(appFolder)
  const entries = await findEntries(layout)

  await rm(outFolder, { recursive: true, force: true })
  await mkdir(outFolder, { recursive: true })
  await bundleScripts({ entries, layout, outFolder, address })
  await copyAssets({ entries, layout, outFolder })
  await dropUnusedVariables(outFolder)
  return { entryCount: entries.length, address }
}
