import { AppError, CONTENT_TYPE_PREFIX_BYTES, detectContentType, type PhotoContentType } from '@photolift/contracts'
import type { PhotoSource } from '@photolift/platform'

/** A file whose first bytes say what it is: names lie, and COS stores whatever type it is told. */
export interface Picture {
  source: PhotoSource
  contentType: PhotoContentType
}

/** @throws AppError PHOTO_TYPE_UNSUPPORTED, PHOTO_UNREADABLE */
export async function readPicture(source: PhotoSource): Promise<Picture> {
  const contentType = detectContentType(new Uint8Array(await source.slice(0, CONTENT_TYPE_PREFIX_BYTES)))
  if (contentType === undefined)
    throw new AppError('PHOTO_TYPE_UNSUPPORTED', 'the first bytes are those of no known photo')
  return { source, contentType }
}
