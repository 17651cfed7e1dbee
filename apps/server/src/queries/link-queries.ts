import type { AccountRow, Database, PhotoRow, Schema } from '@photolift/database'
import type { Transaction } from 'kysely'

/** From one account, which ends, to another. */
export interface Move {
  from: string
  to: string
}

export type LinkCandidate = Pick<AccountRow, 'userId' | 'storage'>

export type MovedTombstone = Pick<PhotoRow, 'incomingKey' | 'finalKey' | 'thumbnailKey' | 'uploadId'>

/** What joins two accounts. What changes takes the transaction that holds the locks of both. */
export type LinkQueries = ReturnType<typeof createLinkQueries>

export function createLinkQueries({ queries }: Database) {
  return {
    /** Accounts of the mini-program whose person has this unionid: one, unless something is wrong. */
    async withUnionid(unionid: string, appid: string): Promise<LinkCandidate[]> {
      const rows = await queries
        .selectFrom('account')
        .select(['userId', 'storage', 'wechatIdentity'])
        .where('unionid', '=', unionid)
        .execute()
      return rows.filter(({ wechatIdentity }) => wechatIdentity.startsWith(`${appid}:`))
    },

    /**
     * Gives all rows of an account to another, each with the keys of its objects. A task that both have keeps its name there; the other's
     * gets one that no client can send.
     * @returns what was deleted before: a deletion that is under way does not find it any more
     */
    async moveRows(transaction: Transaction<Schema>, { from, to }: Move): Promise<MovedTombstone[]> {
      const deleted = await transaction
        .selectFrom('photo')
        .select(['incomingKey', 'finalKey', 'thumbnailKey', 'uploadId'])
        .where('userId', '=', from)
        .where('status', '=', 'deleted')
        .execute()
      const alike = await transaction
        .selectFrom('photo as moved')
        .innerJoin('photo as there', 'there.taskId', 'moved.taskId')
        .select('moved.photoId')
        .where('moved.userId', '=', from)
        .where('there.userId', '=', to)
        .execute()
      for (const { photoId } of alike)
        await transaction
          .updateTable('photo')
          .set({ taskId: `linked:${photoId}` })
          .where('photoId', '=', photoId)
          .execute()
      await transaction.updateTable('photo').set({ userId: to }).where('userId', '=', from).execute()
      await transaction.updateTable('ingest').set({ userId: to }).where('userId', '=', from).execute()
      await transaction.updateTable('linkedIdentity').set({ userId: to }).where('userId', '=', from).execute()
      return deleted
    },

    /** From now on the identity logs into that account. */
    async link(
      transaction: Transaction<Schema>,
      { wechatIdentity, userId, now }: { wechatIdentity: string; userId: string; now: number },
    ): Promise<void> {
      // One of before, which an account of a version without links has hidden.
      await transaction.deleteFrom('linkedIdentity').where('wechatIdentity', '=', wechatIdentity).execute()
      await transaction.insertInto('linkedIdentity').values({ wechatIdentity, userId, linkedAt: now }).execute()
    },
  }
}
