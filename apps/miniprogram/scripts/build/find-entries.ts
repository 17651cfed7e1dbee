import { readFile } from 'node:fs/promises'
import type { SourceLayout } from './source-layout.ts'

interface PageOrComponentJson {
  usingComponents?: Record<string, string>
}

/**
 * Walks app.json → pages → usingComponents, as WeChat does.
 *
 * @returns the app, every page and every component that one of them can reach, without extension
 */
export async function findEntries(layout: SourceLayout): Promise<string[]> {
  const found = new Set<string>(['app'])
  const app = await readJson<PageOrComponentJson & { pages: string[] }>('app')
  for (const page of app.pages) await visit(page, 'app.json')
  await visitComponents(app, 'app')
  return [...found]

  async function visit(id: string, namedBy: string): Promise<void> {
    if (found.has(id)) return
    found.add(id)
    const json = await readJson<PageOrComponentJson>(id).catch((cause: unknown) => {
      throw new Error(`${namedBy} names ${id}, whose JSON cannot be read`, { cause })
    })
    await visitComponents(json, id)
  }

  async function visitComponents(json: PageOrComponentJson, fromId: string): Promise<void> {
    for (const reference of Object.values(json.usingComponents ?? {})) {
      await visit(layout.resolve(reference, fromId), `${fromId}.json`)
    }
  }

  async function readJson<T>(id: string): Promise<T> {
    return JSON.parse(await readFile(layout.sourceOf(`${id}.json`), 'utf8')) as T
  }
}
