import type { ObjectStore } from '@photolift/cos'
import { objectKeysOf, type PhotoRow, unfinishedUploadsOf } from '@photolift/database'

export type RowWithBytes = Pick<PhotoRow, 'incomingKey' | 'uploadId'> &
  Partial<Pick<PhotoRow, 'finalKey' | 'thumbnailKey'>>

/**
 * Removes whatever the bucket may hold of these rows. Uploads in parts go first: once they are gone, no confirm that is under way can make
 * an object of them behind the deletion.
 */
export async function removeBytesOf(
  rows: readonly RowWithBytes[],
  store: Pick<ObjectStore, 'abortMultiparts' | 'deleteMany'>,
): Promise<void> {
  const uploads = unfinishedUploadsOf(rows)
  if (uploads.length > 0) await store.abortMultiparts(uploads)
  await store.deleteMany(objectKeysOf(rows))
}
