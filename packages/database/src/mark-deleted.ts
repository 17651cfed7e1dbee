import type { Transaction } from 'kysely'
import type { Database } from './database.js'
import { returnBytes, returnQuota } from './quota-counters.js'
import type { PhotoRow, Schema } from './schema.js'

/**
 * Any status → `deleted`, with the quota that goes with it, in one transaction: of several changes at once exactly one wins. The service
 * does it for a photo's owner, the command line for the team.
 *
 * @returns the row as it was found, also where it was deleted before; undefined for an id that is no photo of this person
 */
export async function markDeleted(
  { kind, transaction: inTransaction }: Pick<Database, 'kind' | 'transaction'>,
  { userId, photoId }: { userId: string; photoId: string },
): Promise<PhotoRow | undefined> {
  return inTransaction(async (transaction) => {
    // The account before its photo, as everything else locks them. SQLite has one writer at a time, and our transactions begin by
    // becoming it.
    const account = await locked(
      kind,
      transaction.selectFrom('account').selectAll().where('userId', '=', userId),
    ).executeTakeFirst()
    if (account === undefined) return undefined
    // A confirm that holds its quota does not lock the account: the photo's own lock keeps it from making the row `ready` meanwhile.
    const photo = await locked(kind, ofOwner(transaction, { userId, photoId })).executeTakeFirst()
    if (photo === undefined || photo.status === 'deleted') return photo

    await transaction
      .updateTable('photo')
      .set({ status: 'deleted', heldUntil: null })
      .where('photoId', '=', photoId)
      .execute()
    if (photo.status === 'ready') returnBytes(account, photo)
    if (photo.heldUntil !== null) returnQuota(account, photo)
    const { bytesHeld, photosOfDay } = account
    await transaction.updateTable('account').set({ bytesHeld, photosOfDay }).where('userId', '=', userId).execute()
    return photo
  })
}

function ofOwner(transaction: Transaction<Schema>, { userId, photoId }: { userId: string; photoId: string }) {
  return transaction.selectFrom('photo').selectAll().where('photoId', '=', photoId).where('userId', '=', userId)
}

function locked<Query extends { forUpdate(): Query }>(kind: Database['kind'], query: Query): Query {
  return kind === 'mysql' ? query.forUpdate() : query
}
