import type { PhotoSource } from './photo-source.js'

/** Makes another picture of one, as far as the platform can. What it cannot do is undefined, never another failure. */
export interface ImageTools {
  /** Pixels as stored, before any turn; undefined where the platform cannot tell. */
  measure(source: PhotoSource): Promise<{ width: number; height: number } | undefined>
  /**
   * A JPEG that shows the same picture as upright as the source does. It may be larger than the source, and may have lost all metadata.
   *
   * @param wanted `longSide` in pixels, null: as it is; pictures are never enlarged. `quality` 0 to 100
   * @returns undefined where the platform cannot; what it returns may be no JPEG on some clients: look at its first bytes
   */
  toJpeg(source: PhotoSource, wanted: { longSide: number | null; quality: number }): Promise<PhotoSource | undefined>
}
