import { AppError } from '@photolift/contracts'
import SparkMD5 from 'spark-md5'
import type { PhotoSource } from '../ports/photo-source.js'

export interface FakePhotoOptions {
  /** Default 1 000. */
  byteLength?: number
  /** The first bytes; the rest are zeros. Default: those of a JPEG. */
  prefix?: readonly number[]
  /** The file is gone: reading fails. */
  gone?: boolean
}

const JPEG_PREFIX = [0xff, 0xd8, 0xff, 0xe0]

/** A photo in memory; a JPEG by its first bytes unless told otherwise. */
export function fakePhotoSource(options: FakePhotoOptions = {}): PhotoSource {
  const { byteLength = 1_000, prefix = JPEG_PREFIX, gone = false } = options
  const read = (start: number, end: number): ArrayBuffer => {
    if (gone) throw new AppError('PHOTO_UNREADABLE', 'the file is gone')
    const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start))
    bytes.set(prefix.slice(start, start + bytes.length))
    return bytes.buffer
  }
  return {
    byteLength,
    slice: async (start, end) => read(start, end),
    md5: async () => SparkMD5.ArrayBuffer.hash(read(0, byteLength)),
  }
}
