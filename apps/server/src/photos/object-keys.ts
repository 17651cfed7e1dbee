import { newId } from '../new-id.js'

/** Where the form of one grant writes. Whoever holds the form knows this key, so nothing that is shown is read from it. */
export function newIncomingKey(photo: { userId: string; photoId: string }): string {
  return `incoming/${photo.userId}/${photo.photoId}/${newId()}`
}

/** Where one confirm attempt copies to. No form reaches it and no other attempt writes it. */
export function newFinalKey(photo: { userId: string; photoId: string }): string {
  return `photos/${photo.userId}/${photo.photoId}/${newId()}`
}

/** All objects that rows name. */
export function objectKeysOf(rows: Iterable<{ incomingKey: string; finalKey?: string | null }>): string[] {
  const keys: string[] = []
  for (const { incomingKey, finalKey = null } of rows) {
    keys.push(incomingKey)
    if (finalKey !== null) keys.push(finalKey)
  }
  return keys
}
