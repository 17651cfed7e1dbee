import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import { type Database, markDeleted, objectKeysOf, unfinishedUploadsOf } from '@photolift/database'

/**
 * Deletes a photo as its owner would: the row first, together with the quota that it held, so that no confirm brings it back; then all
 * objects that the row names, and parts that may have arrived where the storage can drop them. Again is the same.
 *
 * @throws AppError PHOTO_NOT_FOUND, STORAGE_UNAVAILABLE: gone for everybody, its bytes not yet
 */
export async function removePhoto(
  database: Database,
  store: Pick<ObjectStore, 'abilities' | 'abortMultiparts' | 'deleteMany'>,
  photoId: string,
): Promise<void> {
  const owner = await database.queries
    .selectFrom('photo')
    .select('userId')
    .where('photoId', '=', photoId)
    .executeTakeFirst()
  const row = owner && (await markDeleted(database, { userId: owner.userId, photoId }))
  if (row === undefined) throw new AppError('PHOTO_NOT_FOUND', 'no photo has this id')
  // Otherwise the bucket's lifecycle rule does, within a day.
  if (store.abilities.has('multipart')) await store.abortMultiparts(unfinishedUploadsOf([row]))
  await store.deleteMany(objectKeysOf([row]))
}
