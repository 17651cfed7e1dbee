import type { PhotoContentType } from '@photolift/contracts'
import { pairedThumbnailKey } from '@photolift/database'
import { newId } from '../new-id.js'

export { largeKeyOf } from '@photolift/database'

/** Where the form of one grant writes, or its parts become an object. Whoever holds the form knows this key, so nothing that is shown is read from it. */
export function newIncomingKey(photo: { userId: string; photoId: string }): string {
  return `incoming/${photo.userId}/${photo.photoId}/${newId()}`
}

/** Where one confirm attempt copies to. No form reaches it and no other attempt writes it. */
export function newFinalKey(photo: { userId: string; photoId: string }): string {
  return `photos/${photo.userId}/${photo.photoId}/${newId()}`
}

/**
 * Where the small picture of a photo is kept: beside it, under a name that this attempt alone has made up. That of a HEIC has a large one
 * beside it: `largeKeyOf`.
 */
export function newThumbnailKey({
  finalKey,
  contentType,
}: {
  finalKey: string
  contentType: PhotoContentType
}): string {
  const key = `${finalKey}-${newId().slice(0, 12)}`
  return contentType === 'image/heic' ? pairedThumbnailKey(key) : key
}
