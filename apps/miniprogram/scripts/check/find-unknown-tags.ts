import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { packageFiles } from './package-files.ts'

// https://developers.weixin.qq.com/miniprogram/dev/component/ and the tags of WXML itself.
const BUILT_IN = new Set(
  `ad ad-custom audio block button camera canvas channel-live channel-video checkbox checkbox-group cover-image cover-view
  editor editor-portal form functional-page-navigator grid-builder icon image import include input keyboard-accessory label
  list-builder list-view live-player live-pusher map match-media movable-area movable-view navigation-bar navigator
  official-account open-data open-container page-container page-meta picker picker-view picker-view-column progress radio
  radio-group rich-text root-portal scroll-view selection share-element slider slot snapshot span sticky-header sticky-section
  store-home store-product swiper swiper-item switch template text textarea video view voip-room web-view wxs`.split(
    /\s+/,
  ),
)

const COMMENT = /<!--[\s\S]*?-->/g
const TAG = /<([a-z][\w-]*)/g
const INCLUDE = /<include\s[^>]*?src="([^"]+)"/g
const TEMPLATE_USED = /<template\s[^>]*?is="([^"{}]+)"/g
const TEMPLATE_DEFINED = /<template\s[^>]*?name="([^"]+)"/g
const IMPORT = /<import\s[^>]*?src="([^"]+)"/g

/**
 * Tags that are neither WeChat's nor in `usingComponents`, and templates that are nowhere defined. The official compilers
 * let both through: on a phone they show nothing.
 */
export async function findUnknownTags(folder: string): Promise<string[]> {
  const files = new Set(await packageFiles(folder))
  const app = await readComponents('app.json')
  const problems: string[] = []
  for (const file of files) {
    const json = file.replace(/\.wxml$/, '.json')
    // A file of its own JSON is a page or a component; what is included stands in the file that includes it.
    if (!file.endsWith('.wxml') || !files.has(json)) continue
    const components = new Set([...app, ...(await readComponents(json))])
    const text = await expand(file)
    for (const tag of namesIn(text, TAG)) {
      if (!BUILT_IN.has(tag) && !components.has(tag)) problems.push(`${file} has <${tag}>, which is no component`)
    }
    const defined = await templatesOf(file, text)
    for (const name of namesIn(text, TEMPLATE_USED)) {
      if (!defined.has(name)) problems.push(`${file} uses the template ${name}, which is nowhere defined`)
    }
  }
  return problems

  async function readComponents(json: string): Promise<string[]> {
    const { usingComponents = {} } = JSON.parse(await readFile(path.join(folder, json), 'utf8')) as {
      usingComponents?: Record<string, string>
    }
    return Object.keys(usingComponents)
  }

  /** A template file with what it includes, in turn. */
  async function expand(file: string): Promise<string> {
    const text = (await readFile(path.join(folder, file), 'utf8')).replace(COMMENT, '')
    const included = await Promise.all([...namesIn(text, INCLUDE)].map((reference) => expand(resolve(reference, file))))
    return [text, ...included].join('\n')
  }

  async function templatesOf(file: string, text: string): Promise<Set<string>> {
    const imported = await Promise.all([...namesIn(text, IMPORT)].map((reference) => expand(resolve(reference, file))))
    return new Set([text, ...imported].flatMap((each) => [...namesIn(each, TEMPLATE_DEFINED)]))
  }
}

function namesIn(text: string, pattern: RegExp): Set<string> {
  return new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name))
}

function resolve(reference: string, fromFile: string): string {
  return reference.startsWith('/') ? reference.slice(1) : path.posix.join(path.posix.dirname(fromFile), reference)
}
