import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import { type Database, markDeleted, objectKeysOf } from '@photolift/database'

/**
 * Deletes a photo as its owner would: the row first, together with the quota that it held, so that no confirm brings it back; then all
 * objects that the row names. Again is the same.
 *
 * @throws AppError PHOTO_NOT_FOUND, STORAGE_UNAVAILABLE: gone for everybody, its bytes not yet
 */
export async function removePhoto(
  database: Database,
  store: Pick<ObjectStore, 'deleteMany'>,
  photoId: string,
): Promise<void> {
  const owner = await database.queries
    .selectFrom('photo')
    .select('userId')
    .where('photoId', '=', photoId)
    .executeTakeFirst()
  const row = owner && (await markDeleted(database, { userId: owner.userId, photoId }))
  if (row === undefined) throw new AppError('PHOTO_NOT_FOUND', 'no photo has this id')
  await store.deleteMany(objectKeysOf([row]))
}
