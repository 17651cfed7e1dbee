import { AppError } from '@photolift/contracts'
import SparkMD5 from 'spark-md5'
import type { KeptPhoto, KeptPhotos } from '../ports/kept-photos.js'
import type { PhotoSource } from '../ports/photo-source.js'

/** Keeps photos for as long as the test keeps it: hand it to the next run of an app that was killed. */
export class MemoryKeptPhotos implements KeptPhotos {
  readonly files = new Map<string, ArrayBuffer>()
  /** Bytes of all files together; change it to be full. */
  limitBytes = 200 * 1024 * 1024

  async keep(name: string, source: PhotoSource): Promise<KeptPhoto> {
    return this.write(name, await source.slice(0, source.byteLength))
  }

  async write(name: string, bytes: ArrayBuffer): Promise<KeptPhoto> {
    const others = [...this.files].reduce((sum, [other, { byteLength }]) => sum + (other === name ? 0 : byteLength), 0)
    if (others + bytes.byteLength > this.limitBytes) throw new AppError('STORAGE_FULL', `no room for ${name}`)
    this.files.set(name, bytes)
    return keptPhoto(name, bytes)
  }

  async open(name: string): Promise<KeptPhoto | undefined> {
    const bytes = this.files.get(name)
    return bytes === undefined ? undefined : keptPhoto(name, bytes)
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name)
  }

  async list(): Promise<string[]> {
    return [...this.files.keys()]
  }
}

function keptPhoto(name: string, bytes: ArrayBuffer): KeptPhoto {
  return {
    localUrl: `kept:${name}`,
    source: {
      byteLength: bytes.byteLength,
      slice: async (start, end) => bytes.slice(start, end),
      md5: async () => SparkMD5.ArrayBuffer.hash(bytes),
    },
  }
}
