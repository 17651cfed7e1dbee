import type { PhotoContentType } from '@photolift/contracts'

/** What is done to a photo before it is sent. */
export interface Preparation {
  /** Makes photos smaller where that loses nothing that a screen shows; null: originals. `longSide` in pixels, `quality` 0 to 100. */
  compress: { longSide: number; quality: number } | null
  /**
   * `strip-location` takes out where a photo was taken, and whatever might tell it; orientation, capture time, camera and colours stay.
   * `strip-all` leaves only what is needed to show it right.
   */
  metadata: 'keep' | 'strip-location' | 'strip-all'
}

/** Photos as they were picked. */
export const ORIGINALS: Preparation = { compress: null, metadata: 'keep' }

/**
 * Takes metadata out of a photo's bytes. A fifth of the engine's size, so it is an entry of its own
 * (`@photolift/upload-engine/metadata`), which an app that keeps metadata leaves out.
 *
 * @returns undefined where there is nothing to take out
 * @throws AppError PHOTO_METADATA_STAYS where it cannot be known that all of it is out: of some HEIC
 */
export type StripMetadata = (
  bytes: ArrayBuffer,
  contentType: PhotoContentType,
  strip: Exclude<Preparation['metadata'], 'keep'>,
) => ArrayBuffer | undefined
