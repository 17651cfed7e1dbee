import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database, PhotoRow } from '@photolift/database'

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
  const row = await markDeleted(database, photoId)
  const keys = [row.incomingKey, row.finalKey, row.thumbnailKey].filter((key) => key !== null)
  await store.deleteMany(keys)
}

async function markDeleted(database: Database, photoId: string): Promise<PhotoRow> {
  const isLocking = database.kind === 'mysql'
  const ofPhoto = database.queries.selectFrom('photo').select('userId').where('photoId', '=', photoId)
  const owner = await ofPhoto.executeTakeFirst()
  if (owner === undefined) throw notFound()

  return database.transaction(async (transaction) => {
    // The account before its photo, in the service's own order. Locking reads see what is committed, not the transaction's start.
    const accounts = transaction.selectFrom('account').selectAll().where('userId', '=', owner.userId)
    const account = await (isLocking ? accounts.forUpdate() : accounts).executeTakeFirst()
    const photos = transaction.selectFrom('photo').selectAll().where('photoId', '=', photoId)
    const row = await (isLocking ? photos.forUpdate() : photos).executeTakeFirst()
    if (row === undefined || account === undefined) throw notFound()
    if (row.status === 'deleted') return row

    await transaction
      .updateTable('photo')
      .set({ status: 'deleted', heldUntil: null })
      .where('photoId', '=', photoId)
      .execute()
    const heldBytes = row.status === 'ready' || row.heldUntil !== null
    // The day's count keeps a photo that was sent, or deleting would lift the daily limit.
    const leavesToday = row.heldUntil !== null && row.quotaDay === account.quotaDay
    await transaction
      .updateTable('account')
      .set({
        bytesHeld: Math.max(0, account.bytesHeld - (heldBytes ? row.byteLength : 0)),
        photosOfDay: Math.max(0, account.photosOfDay - (leavesToday ? 1 : 0)),
      })
      .where('userId', '=', row.userId)
      .execute()
    return row
  })
}

function notFound(): AppError {
  return new AppError('PHOTO_NOT_FOUND', 'no photo has this id')
}
