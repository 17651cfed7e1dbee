import { newId } from '../new-id.js'

export { objectKeysOf } from '@photolift/database'

/** Where the form of one grant writes. Whoever holds the form knows this key, so nothing that is shown is read from it. */
export function newIncomingKey(photo: { userId: string; photoId: string }): string {
  return `incoming/${photo.userId}/${photo.photoId}/${newId()}`
}

/** Where one confirm attempt copies to. No form reaches it and no other attempt writes it. */
export function newFinalKey(photo: { userId: string; photoId: string }): string {
  return `photos/${photo.userId}/${photo.photoId}/${newId()}`
}

/** Where the small picture of a photo is kept: beside it, under a name that this attempt alone has made up. */
export function newThumbnailKey(finalKey: string): string {
  return `${finalKey}-${newId().slice(0, 12)}`
}
