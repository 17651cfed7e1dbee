import { AppError, type PhotoContentType } from '@photolift/contracts'
import type { StripMetadata } from '../preparation.js'
import type { Kept } from './bytes.js'
import { type KeptTags, PLACELESS_TAGS, SHOWING_TAGS } from './exif.js'
import { keepOfGif } from './gif.js'
import { keepOfHeic } from './heic.js'
import { keepOfJpeg } from './jpeg.js'
import { keepOfPng } from './png.js'
import { keepOfWebp } from './webp.js'

/** Whatever type the photo is of; the picture itself is copied, not coded anew. */
export const stripMetadata: StripMetadata = (bytes, contentType, strip) => {
  const photo = new Uint8Array(bytes)
  const changed = photo.slice()
  const stripped = join(changed, keptParts(changed, contentType, strip === 'strip-all' ? SHOWING_TAGS : PLACELESS_TAGS))
  return isSame(stripped, photo) ? undefined : stripped.buffer
}

const KEEP: Record<PhotoContentType, (bytes: Uint8Array, tags: KeptTags) => Kept> = {
  'image/jpeg': keepOfJpeg,
  'image/png': keepOfPng,
  'image/webp': keepOfWebp,
  'image/gif': keepOfGif,
  'image/heic': keepOfHeic,
}

function keptParts(bytes: Uint8Array, contentType: PhotoContentType, tags: KeptTags): Kept {
  try {
    return KEEP[contentType](bytes, tags)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new AppError('PHOTO_METADATA_STAYS', cause.message, { cause })
  }
}

/** Moves the parts together, in place. */
function join(bytes: Uint8Array<ArrayBuffer>, kept: Kept): Uint8Array<ArrayBuffer> {
  let to = 0
  for (let index = 0; index < kept.length; index += 2) {
    const part = bytes.subarray(kept[index], kept[index + 1])
    bytes.set(part, to)
    to += part.length
  }
  return bytes.slice(0, to)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
