import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import manifest from './package.json' with { type: 'json' }

/** Browserslist's names of browsers, as Vite spells them. */
const ENGINES: Record<string, string> = {
  chrome: 'chrome',
  edge: 'edge',
  firefox: 'firefox',
  ios_saf: 'ios',
  safari: 'safari',
}

/** Puts `.br` and `.gz` beside each file, for servers that hand them out: on a slow line compression is half of the wait. */
function compressed(): Plugin {
  let folder = ''
  return {
    name: 'photolift-compressed',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true, withFileTypes: true })
      for (const file of files.filter((each) => each.isFile())) {
        const path = join(file.parentPath, file.name)
        const bytes = await readFile(path)
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes))
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))
      }
    },
  }
}

/** Vite's helper preloads what a lazy part imports and its styles. Ours, WeChat's library, has neither, and the helper weighs 1 KB. */
const withoutPreloadHelper: Plugin = {
  name: 'photolift-no-preload-helper',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
}

/** WeChat's library is CommonJS, and the only such part: the bundler's wrapping of any weighs 0.3 KB more than this one. */
const wechatLibraryAsModule: Plugin = {
  name: 'photolift-wechat-library-as-module',
  transform: {
    filter: { id: /weixin-js-sdk/ },
    handler: (code) => `const module = { exports: {} };${code};export default module.exports`,
  },
}

export default defineConfig({
  plugins: [withoutPreloadHelper, wechatLibraryAsModule, compressed()],
  // Wherever the page lies: at the root of the service or in a folder of a CDN.
  base: './',
  build: {
    target: manifest.browserslist.map((query) => {
      const [name = '', , version = ''] = query.split(' ')
      return `${ENGINES[name]}${version}`
    }),
    // Our icons are masks of a few hundred bytes each, and travel in the styles.
    assetsInlineLimit: 4_096,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // Old phones get class fields as assignments. Defining them instead differs only where a base class has a setter of that name.
      output: {
        // For the sake of `f?.(...a, b)`, which Chromium before 91 gets wrong, all `?.` is written out. The minifier puts it back: a test sees
        // to it that there is no such call.
        // And to read a property does nothing else here.
        minify: { compress: { target: 'es2021', treeshake: { propertyReadSideEffects: false } } },
      },
      transform: { assumptions: { setPublicClassFields: true } },
    },
  },
  define: {
    // Empty: the service that serves the page.
    __SERVICE_URL__: JSON.stringify(process.env['PHOTOLIFT_SERVICE_URL'] ?? ''),
  },
})
