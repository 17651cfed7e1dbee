import type { PhotoRow } from '@photolift/database'
import { newId } from '../src/new-id.js'

/** A row of a person, task and pick of its own; `pending` and without quota unless told. */
export function photoRow(attributes: Partial<PhotoRow> = {}): PhotoRow {
  const photoId = newId()
  return {
    photoId,
    userId: newId(),
    taskId: `task-${photoId}`,
    pickId: `pick-${photoId}`,
    position: 0,
    name: null,
    byteLength: 1,
    contentType: 'image/jpeg',
    contentMd5: '0'.repeat(32),
    status: 'pending',
    rejection: null,
    incomingKey: `incoming/${photoId}`,
    finalKey: null,
    width: null,
    height: null,
    createdAt: 0,
    galleryKey: photoId,
    heldUntil: null,
    quotaDay: 0,
    partByteLength: null,
    uploadId: null,
    sourcePhotoId: null,
    editDigest: null,
    thumbnailKey: null,
    thumbnailRefusal: null,
    ...attributes,
  }
}
