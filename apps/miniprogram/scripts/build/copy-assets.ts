import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { SourceLayout } from './source-layout.ts'
import { compileStyle } from './styles/compile-style.ts'

export interface AssetOptions {
  entries: readonly string[]
  layout: SourceLayout
  outFolder: string
}

/** Takes along the JSON, WXML and WXSS of every entry and, in turn, every file that one of those names. */
export async function copyAssets({ entries, layout, outFolder }: AssetOptions): Promise<void> {
  const done = new Set<string>()
  const app = JSON.parse(await readFile(layout.sourceOf('app.json'), 'utf8')) as AppFiles
  const waiting = ['app.json', 'app.wxss', app.themeLocation, app.sitemapLocation]
  for (const id of entries) if (id !== 'app') waiting.push(`${id}.json`, `${id}.wxml`, `${id}.wxss`)

  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (done.has(id)) continue
    done.add(id)
    const text = await readFile(layout.sourceOf(id), 'utf8')
    for (const reference of referencesOf(id, text)) waiting.push(layout.resolve(reference, id))
    await write(path.join(outFolder, id), await compile(id, text))
  }

  async function compile(id: string, text: string): Promise<string> {
    if (id.endsWith('.json')) return JSON.stringify(JSON.parse(text))
    if (id.endsWith('.wxss')) return compileStyle(text, { id, layout })
    // Comments and indentation: a quarter of what the templates weigh.
    if (id.endsWith('.wxml')) return text.replace(/<!--[\s\S]*?-->/g, '').replace(/\n\s+/g, '\n')
    return text
  }
}

interface AppFiles {
  themeLocation: string
  sitemapLocation: string
}

const REFERENCES: Record<string, RegExp> = {
  '.wxml': /<(?:wxs|import|include)\b[^>]*?\ssrc="([^"]+)"/g,
  '.wxs': /\brequire\(\s*['"]([^'"]+)['"]\s*\)/g,
  '.wxss': /@import\s+['"]([^'"]+)['"]/g,
}

function referencesOf(id: string, text: string): string[] {
  const pattern = REFERENCES[path.posix.extname(id)]
  if (!pattern) return []
  // A reference without a leading dot is relative too in these files; npm names exist in JSON and scripts only.
  return Array.from(text.matchAll(pattern), ([, reference = '']) =>
    /^[./]/.test(reference) ? reference : `./${reference}`,
  )
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}
