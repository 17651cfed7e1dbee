import type { ImageTools } from '../ports/image-tools.js'
import type { PhotoSource } from '../ports/photo-source.js'
import { fakePhotoSource } from './fake-photo-source.js'

export interface JpegCall {
  readonly source: PhotoSource
  readonly longSide: number | null
  readonly quality: number
}

/** Tools that make what a test wants. */
export class FakeImageTools implements ImageTools {
  readonly jpegCalls: JpegCall[] = []
  /** What every picture measures. Default: 12 megapixels. */
  size: { width: number; height: number } | undefined = { width: 4_000, height: 3_000 }
  /** Makes the JPEG. Default: one of 400,000 bytes. */
  onJpeg: (call: JpegCall) => Promise<PhotoSource | undefined> = async () => fakePhotoSource({ byteLength: 400_000 })

  async measure(): Promise<{ width: number; height: number } | undefined> {
    return this.size
  }

  toJpeg(source: PhotoSource, wanted: { longSide: number | null; quality: number }): Promise<PhotoSource | undefined> {
    const call = { source, ...wanted }
    this.jpegCalls.push(call)
    return this.onJpeg(call)
  }
}
