import type { PhotoContentType } from '@photolift/contracts'
import { GIF } from 'image-size/types/gif'
import { JPG } from 'image-size/types/jpg'
import { PNG } from 'image-size/types/png'
import { WEBP } from 'image-size/types/webp'

/** Pixels of a picture as people see it: turned upright. */
export interface PictureSize {
  width: number
  height: number
}

/**
 * Reads a picture's size from its first bytes, which confirm has anyway: asking the bucket's image processing would cost another request
 * for each photo (20 photos took 4 times as long as 1, instead of 2), and money.
 *
 * @param prefix some of the first bytes; in a JPEG the size may stand behind more metadata than that
 * @returns undefined where it cannot be told; a HEIC's turn lies too deep to read here
 */
export function pictureSize(contentType: PhotoContentType, prefix: Uint8Array): PictureSize | undefined {
  const format = FORMATS[contentType]
  if (format === undefined) return undefined
  try {
    // A copy with a buffer of its own: the library reads past the end of a view, and what lies there is somebody else's.
    const { width, height, orientation = 1 } = format.calculate(new Uint8Array(prefix))
    if (width < 1 || height < 1) return undefined
    return orientation >= FIRST_SIDEWAYS_ORIENTATION ? { width: height, height: width } : { width, height }
  } catch {
    // Cut off too early, or broken: the photo has no size then, and whoever shows it measures.
    return undefined
  }
}

const FORMATS: Partial<Record<PhotoContentType, typeof JPG>> = {
  'image/gif': GIF,
  'image/jpeg': JPG,
  'image/png': PNG,
  'image/webp': WEBP,
}

/** EXIF: 5 to 8 are turned by a quarter. */
const FIRST_SIDEWAYS_ORIENTATION = 5
