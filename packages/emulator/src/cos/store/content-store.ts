import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Crc64 } from '../crc64.js'
import type { StoredContent } from './object-store.js'

/** Where bytes lie. Contents are immutable and have names of their own, so that several objects can share one. */
export interface ContentStore {
  write(contentId: string, source: AsyncIterable<Uint8Array>): Promise<void>
  /** Opened at once: what was opened stays readable after `remove`. */
  read(contentId: string, start: number, end: number): Readable
  /** Nothing happens when there is no such content. */
  remove(contentId: string): void
  contentIds(): string[]
}

/** Passes bytes on and knows afterwards what they were. */
export class ContentMeasure {
  readonly #md5 = createHash('md5')
  readonly #crc64 = new Crc64()
  #byteLength = 0

  async *pass(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.#md5.update(chunk)
      this.#crc64.update(chunk)
      this.#byteLength += chunk.length
      yield chunk
    }
  }

  result(contentId: string): StoredContent {
    return {
      contentId,
      byteLength: this.#byteLength,
      md5: this.#md5.digest('hex'),
      crc64: this.#crc64.digest(),
    }
  }
}
