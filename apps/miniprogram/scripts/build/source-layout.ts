import { createRequire } from 'node:module'
import path from 'node:path'

/** Where the built package's npm components live, as WeChat looks for them. */
const NPM_FOLDER = 'miniprogram_npm/'

// The icon font of t-icon comes from a CDN, which a mini-program must not need: TDesign components get an empty icon.
const REPLACED = new Map([['miniprogram_npm/tdesign-miniprogram/icon/icon', 'empty-icon/index']])

// What both apps look like lies beside what both show: pictures, and values that either sort of style sheet can take.
const LOOK_PICTURE = /^(icons|art)\//
const LOOK_TOKENS = 'styles/look-tokens.wxss'

/**
 * Files are named by their place in the built package, such as `pages/upload/index.wxml` or
 * `miniprogram_npm/tdesign-miniprogram/popup/popup.js`; this tells where each comes from.
 */
export interface SourceLayout {
  /** @returns an absolute path; a `.js` of ours is a `.ts` there */
  sourceOf(id: string): string
  /** Finds what a file names: relative to it, from the package's root (`/…`), or an npm component. */
  resolve(reference: string, fromId: string): string
}

export function createSourceLayout(appFolder: string): SourceLayout {
  const require = createRequire(path.join(appFolder, 'package.json'))
  const lookTokens = require.resolve('@photolift/screens/look/tokens.css')

  function sourceOf(id: string): string {
    const { dir, name, ext } = path.posix.parse(id)
    const replacement = REPLACED.get(path.posix.join(dir, name))
    if (replacement) return path.join(import.meta.dirname, 'stubs', `${replacement}${ext}`)
    if (LOOK_PICTURE.test(id)) return path.join(path.dirname(lookTokens), id)
    if (id === LOOK_TOKENS) return lookTokens
    if (id.startsWith(NPM_FOLDER)) return path.join(npmRoot(id), ...id.split('/').slice(2))
    return path.join(appFolder, 'src', id.replace(/\.js$/, '.ts'))
  }

  function npmRoot(id: string): string {
    const packageName = id.split('/')[1]
    const manifest = require.resolve(`${packageName}/package.json`)
    const { miniprogram } = require(manifest) as { miniprogram?: string }
    if (!miniprogram)
      throw new Error(`${packageName} is no mini-program package: its package.json has no "miniprogram"`)
    return path.join(path.dirname(manifest), miniprogram)
  }

  return {
    sourceOf,
    resolve(reference, fromId) {
      if (reference.startsWith('/')) return reference.slice(1)
      if (reference.startsWith('.')) return path.posix.join(path.posix.dirname(fromId), reference)
      return `${NPM_FOLDER}${reference}`
    },
  }
}
