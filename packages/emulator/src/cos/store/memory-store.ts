import { Readable } from 'node:stream'
import type { ContentStore } from './content-store.js'
import type { ObjectStore } from './object-store.js'
import { SqliteObjectStore } from './sqlite-object-store.js'

/** A bucket that is gone with the process. */
export function createMemoryStore(): ObjectStore {
  return new SqliteObjectStore(':memory:', new MemoryContents())
}

class MemoryContents implements ContentStore {
  readonly #contents = new Map<string, Buffer>()

  async write(contentId: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of source) chunks.push(chunk)
    this.#contents.set(contentId, Buffer.concat(chunks))
  }

  read(contentId: string, start: number, end: number): Readable {
    const content = this.#contents.get(contentId)
    if (!content) throw new Error(`no content ${contentId}`)
    return Readable.from([content.subarray(start, end)], { objectMode: false })
  }

  remove(contentId: string): void {
    this.#contents.delete(contentId)
  }

  contentIds(): string[] {
    return [...this.#contents.keys()]
  }
}
