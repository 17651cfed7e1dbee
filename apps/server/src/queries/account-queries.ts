import { AppError } from '@photolift/contracts'
import type { AccountRow, Database, Queryable, Schema } from '@photolift/database'
import { isUniqueViolation } from '@photolift/database'
import type { Transaction } from 'kysely'
import { newId } from '../new-id.js'
import { compiledByCount } from './compiled-by-count.js'

/** An account as it is while its transaction runs: nobody else changes it. */
export interface LockedAccount extends AccountRow {
  /** End of the grant that lapses first; null where none holds quota. */
  nextLapseAt: number | null
}

/** What a log-in tells about a person. */
export interface Arrival {
  wechatIdentity: string
  /** Only where the mini-program's own log-in has brought it. */
  unionid?: string | undefined
  /** Where this service keeps photos: see {@link AccountRow.storage}. */
  storage: string
}

/** What services of several storages have let in. */
const SEVERAL = 'several'

export type AccountQueries = ReturnType<typeof createAccountQueries>

export function createAccountQueries({ queries, kind, transaction: transactionOf }: Database) {
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
    /**
     * The account of a WeChat identity, its own or the one that it is linked to, made at the first login. Two first logins at once give
     * one account. It learns what the log-in tells.
     */
    async enter(arrival: Arrival, now: number): Promise<string> {
      const { wechatIdentity } = arrival
      const known = (await find(wechatIdentity)) ?? (await findLinked(queries, wechatIdentity))
      if (known !== undefined) return learn(known, arrival)
      const created = await create(arrival, now)
      if (created !== undefined) return created
      const other = (await find(wechatIdentity)) ?? (await findLinked(queries, wechatIdentity))
      // Made and deleted again by others meanwhile: it is the next log-in's.
      if (other === undefined) throw new AppError('LOGIN_CODE_INVALID', 'the account was deleted during the log-in')
      return learn(other, arrival)
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
      await transaction.deleteFrom('linkedIdentity').where('userId', '=', userId).execute()
    },
  }

  async function find(wechatIdentity: string): Promise<KnownAccount | undefined> {
    return queries
      .selectFrom('account')
      .select(['userId', 'unionid', 'storage'])
      .where('wechatIdentity', '=', wechatIdentity)
      .executeTakeFirst()
  }

  async function findLinked(within: Queryable, wechatIdentity: string): Promise<KnownAccount | undefined> {
    return within
      .selectFrom('linkedIdentity')
      .innerJoin('account', 'account.userId', 'linkedIdentity.userId')
      .select(['account.userId', 'account.unionid', 'account.storage'])
      .where('linkedIdentity.wechatIdentity', '=', wechatIdentity)
      .executeTakeFirst()
  }

  /**
   * Makes the row of an identity that has none, unless it is linked meanwhile: both hold the identity's place among accounts first, so one
   * waits for the other and then reads what it has written. None is left with photos that no log-in reaches.
   * @returns undefined where it is known by now
   */
  async function create({ wechatIdentity, unionid, storage }: Arrival, now: number) {
    const userId = newId()
    const counters = { bytesHeld: 0, quotaDay: 0, photosOfDay: 0, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 }
    const row = { userId, wechatIdentity, createdAt: now, unionid: unionid ?? null, storage, ...counters }
    try {
      return await transactionOf(async (transaction) => {
        await transaction.insertInto('account').values(row).execute()
        if ((await findLinked(transaction, wechatIdentity)) === undefined) return userId
        await transaction.deleteFrom('account').where('userId', '=', userId).execute()
        return undefined
      })
    } catch (error) {
      if (isUniqueViolation(error)) return undefined
      throw error
    }
  }

  async function learn(known: KnownAccount, arrival: Arrival): Promise<string> {
    const unionid = arrival.unionid ?? known.unionid
    const storage = known.storage === null || known.storage === arrival.storage ? arrival.storage : SEVERAL
    if (unionid !== known.unionid || storage !== known.storage) {
      const { numUpdatedRows } = await queries
        .updateTable('account')
        .set({ unionid, storage })
        .where('userId', '=', known.userId)
        .where('storage', known.storage === null ? 'is' : '=', known.storage)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) {
        const row = await queries
          .selectFrom('account')
          .select(['userId', 'unionid', 'storage'])
          .where('userId', '=', known.userId)
          .executeTakeFirst()
        // Another log-in taught it something else meanwhile. Where it is gone, its token says so at the first call.
        if (row !== undefined) return learn(row, arrival)
      }
    }
    return known.userId
  }
}

type KnownAccount = Pick<AccountRow, 'userId' | 'unionid' | 'storage'>

/** The person's id in the mini-program, which is the end of `<appid>:<openid>`. */
export function openidOf({ wechatIdentity }: Pick<AccountRow, 'wechatIdentity'>): string {
  return wechatIdentity.slice(wechatIdentity.indexOf(':') + 1)
}
