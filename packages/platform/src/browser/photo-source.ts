import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { AppError } from '@photolift/contracts'
import type { PhotoSource } from '../ports/photo-source.js'

const HASH_CHUNK_BYTES = 2 * 1024 * 1024

/** A file that a person picked or dropped. The browser keeps the permission to read it, not its bytes. */
export class BrowserPhotoSource implements PhotoSource {
  constructor(readonly blob: Blob) {}

  get byteLength(): number {
    return this.blob.size
  }

  async slice(start: number, end: number): Promise<ArrayBuffer> {
    try {
      return await this.blob.slice(start, end).arrayBuffer()
    } catch (error) {
      throw new AppError('PHOTO_UNREADABLE', String(error), { cause: error })
    }
  }

  /** Web Crypto has no MD5, and COS's ETag is one. */
  async md5(): Promise<string> {
    const hash = md5.create()
    for (let start = 0; start < this.byteLength; start += HASH_CHUNK_BYTES) {
      hash.update(new Uint8Array(await this.slice(start, Math.min(start + HASH_CHUNK_BYTES, this.byteLength))))
    }
    return bytesToHex(hash.digest())
  }
}
