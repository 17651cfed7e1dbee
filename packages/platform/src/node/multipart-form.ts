import { randomUUID } from 'node:crypto'
import type { FormPost } from '../ports/http-stack.js'

interface Chunk {
  bytes: Uint8Array
  /** Photo bytes up to the end of this chunk; absent for the form around the photo. */
  photoBytes?: number
}

const CHUNK_BYTES = 256 * 1024

/**
 * A form as multipart/form-data (RFC 7578): the fields in their order, then the photo. Its length is known before it is
 * read, because COS wants a Content-Length, and it is never in memory as a whole; `FormData` gives one or the other.
 */
export class MultipartForm {
  readonly #boundary = `photolift-${randomUUID()}`
  readonly #photo: FormPost['photo']
  readonly #head: Uint8Array
  readonly #tail: Uint8Array

  constructor({ fields, fileField, photo }: Pick<FormPost, 'fields' | 'fileField' | 'photo'>) {
    this.#photo = photo
    const parts = Object.entries(fields).map(([name, value]) => `${this.#partHead(name)}\r\n\r\n${value}\r\n`)
    const fileHead = `${this.#partHead(fileField)}; filename="photo"\r\nContent-Type: application/octet-stream\r\n\r\n`
    this.#head = encode(parts.join('') + fileHead)
    this.#tail = encode(`\r\n--${this.#boundary}--\r\n`)
  }

  get contentType(): string {
    return `multipart/form-data; boundary=${this.#boundary}`
  }

  get byteLength(): number {
    return this.#head.length + this.#photo.byteLength + this.#tail.length
  }

  async *chunks(): AsyncGenerator<Chunk> {
    yield { bytes: this.#head }
    for (let start = 0; start < this.#photo.byteLength; start += CHUNK_BYTES) {
      const end = Math.min(start + CHUNK_BYTES, this.#photo.byteLength)
      yield { bytes: new Uint8Array(await this.#photo.slice(start, end)), photoBytes: end }
    }
    yield { bytes: this.#tail }
  }

  #partHead(name: string): string {
    return `--${this.#boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`
  }
}

/** As browsers do it: HTML standard, "multipart/form-data encoding algorithm". */
function escapeName(name: string): string {
  return name.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22')
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
