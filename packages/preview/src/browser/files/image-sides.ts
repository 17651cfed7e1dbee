import { imageSize } from 'image-size'
import { sniffImageType } from './sniff-image-type.js'

/** A picture's sides in pixels as they are stored, whatever its EXIF says of turning. */
export interface ImageSides {
  readonly width: number
  readonly height: number
}

/** Formats that every phone and the browser know. */
const KNOWN = ['jpeg', 'png', 'gif', 'webp']

/**
 * Reads a picture's sides from its first bytes, without decoding it.
 * @returns undefined where these bytes do not tell: another format, or metadata that is longer than they are
 */
export function readImageSides(head: Uint8Array): ImageSides | undefined {
  if (!KNOWN.includes(sniffImageType(head))) return undefined
  try {
    const { width, height } = imageSize(head)
    return width > 0 && height > 0 ? { width, height } : undefined
  } catch {
    // Safe to ignore: whoever asked decodes the picture and hears there what is wrong with it.
    return undefined
  }
}
