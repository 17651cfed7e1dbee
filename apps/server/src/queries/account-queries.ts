import type { AccountRow, Database, Schema } from '@photolift/database'
import { isUniqueViolation } from '@photolift/database'
import type { Transaction } from 'kysely'
import { newId } from '../new-id.js'
import { compiledByCount } from './compiled-by-count.js'

/** An account as it is while its transaction runs: nobody else changes it. */
export interface LockedAccount extends AccountRow {
  /** End of the grant that lapses first; null where none holds quota. */
  nextLapseAt: number | null
}

export type AccountQueries = ReturnType<typeof createAccountQueries>

export function createAccountQueries({ queries, kind }: Database) {
  const lock = compiledByCount(() => {
    const query = queries
      .selectFrom('account')
      .selectAll()
      .select((account) =>
        account
          .selectFrom('photo')
          .whereRef('photo.userId', '=', 'account.userId')
          .select((photo) => photo.fn.min('photo.heldUntil').as('nextLapseAt'))
          .as('nextLapseAt'),
      )
      .where('userId', '=', '')
    // SQLite has one writer at a time, and our transactions begin by becoming it.
    return kind === 'sqlite' ? query : query.forUpdate()
  })
  const saveCounters = compiledByCount(() =>
    queries
      .updateTable('account')
      .set({ bytesHeld: 0, quotaDay: 0, photosOfDay: 0, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 })
      .where('userId', '=', ''),
  )

  return {
    /** The account of a WeChat identity, made at the first login. Two first logins at once give one account. */
    async findOrCreate(wechatIdentity: string, now: number): Promise<string> {
      const known = await find(wechatIdentity)
      if (known !== undefined) return known
      const userId = newId()
      const counters = { bytesHeld: 0, quotaDay: 0, photosOfDay: 0, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 }
      try {
        await queries
          .insertInto('account')
          .values({ userId, wechatIdentity, createdAt: now, ...counters })
          .execute()
        return userId
      } catch (error) {
        const other = isUniqueViolation(error) ? await find(wechatIdentity) : undefined
        if (other === undefined) throw error
        return other
      }
    },

    async exists(userId: string): Promise<boolean> {
      const row = await queries.selectFrom('account').select('userId').where('userId', '=', userId).executeTakeFirst()
      return row !== undefined
    },

    /** @returns undefined once the account is deleted */
    async openidOf(userId: string): Promise<string | undefined> {
      const row = await queries
        .selectFrom('account')
        .select('wechatIdentity')
        .where('userId', '=', userId)
        .executeTakeFirst()
      return row && openidOf(row)
    },

    /** Locks the account for the rest of the transaction. @returns undefined once it is deleted */
    async lock(transaction: Transaction<Schema>, userId: string): Promise<LockedAccount | undefined> {
      const { rows } = await transaction.executeQuery(lock(1, [userId]))
      return rows[0]
    },

    /** Writes the counters of a locked account. */
    async save(transaction: Transaction<Schema>, account: AccountRow): Promise<void> {
      const { bytesHeld, quotaDay, photosOfDay, grantMinute, grantCalls, lastPickedAt, userId } = account
      await transaction.executeQuery(
        saveCounters(1, [bytesHeld, quotaDay, photosOfDay, grantMinute, grantCalls, lastPickedAt, userId]),
      )
    },

    async remove(transaction: Transaction<Schema>, userId: string): Promise<void> {
      await transaction.deleteFrom('account').where('userId', '=', userId).execute()
    },
  }

  async function find(wechatIdentity: string): Promise<string | undefined> {
    const row = await queries
      .selectFrom('account')
      .select('userId')
      .where('wechatIdentity', '=', wechatIdentity)
      .executeTakeFirst()
    return row?.userId
  }
}

/** The person's id in the mini-program, which is the end of `<appid>:<openid>`. */
export function openidOf({ wechatIdentity }: Pick<AccountRow, 'wechatIdentity'>): string {
  return wechatIdentity.slice(wechatIdentity.indexOf(':') + 1)
}
