import { randomBytes } from 'node:crypto'

/** A row of `photo`, as far as it is not null. */
export type GalleryRow = ReturnType<typeof galleryRow>

const PHOTOS_PER_PICK = 9
/** 1 January 2026; one pick a minute from then on. */
const FIRST_PICK_AT = 1_767_225_600_000

/** The photo at a place of one person's gallery, counted from the oldest; its ids are as random as the service's own. */
export function galleryRow(userId: string, place: number) {
  const photoId = randomBytes(16).toString('hex')
  const pick = Math.floor(place / PHOTOS_PER_PICK)
  const position = PHOTOS_PER_PICK - 1 - (place % PHOTOS_PER_PICK)
  const createdAt = FIRST_PICK_AT + pick * 60_000
  return {
    photoId,
    userId,
    taskId: `task-${place}`,
    pickId: `pick-${pick}`,
    position,
    byteLength: 3_000_000,
    contentType: 'image/jpeg',
    contentMd5: randomBytes(16).toString('hex'),
    status: 'ready',
    incomingKey: `incoming/${userId}/${photoId}/${photoId}`,
    finalKey: `photos/${userId}/${photoId}/${photoId}`,
    width: 4_000,
    height: 3_000,
    createdAt,
    /** As the service writes it; the cursor of a page is one. */
    galleryKey: createdAt.toString(36).padStart(9, '0') + (9_999 - position) + photoId.slice(0, 10),
    quotaDay: Math.floor(createdAt / 86_400_000),
  }
}
