import { defineConfig } from 'vite'
import manifest from './package.json' with { type: 'json' }

/** Browserslist's names of browsers, as Vite spells them. */
const ENGINES: Record<string, string> = {
  chrome: 'chrome',
  edge: 'edge',
  firefox: 'firefox',
  ios_saf: 'ios',
  safari: 'safari',
}

export default defineConfig({
  plugins: [
    {
      // Vite's helper preloads what a lazy part imports and its styles. Ours, WeChat's library, has neither, and the helper weighs 1 KB.
      name: 'photolift-no-preload-helper',
      enforce: 'pre',
      load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
    },
  ],
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
  },
  define: {
    // Empty: the service that serves the page.
    __SERVICE_URL__: JSON.stringify(process.env['PHOTOLIFT_SERVICE_URL'] ?? ''),
  },
})
