import type { ErrorCode } from '@photolift/contracts'
import { type Database, type IngestRow, isUniqueViolation, type Queryable } from '@photolift/database'
import { isId } from '../new-id.js'

/** A row that one worker alone works on, for a while. */
export interface LeasedIngest extends IngestRow {
  leaseOwner: string
  /** Where this try writes, and no other. */
  objectKey: string
  /** What a try before it, which has not come to its end, may have written. */
  leftover: string | null
}

/** A row that has ended, and what a try may have left. */
export type EndedIngest = Pick<IngestRow, 'ingestId' | 'objectKey'>

type Lease = Pick<LeasedIngest, 'ingestId' | 'leaseOwner'>

/** How much waits, and how badly. */
export interface IngestBacklog {
  pending: number
  /** Claimed first of those; null where there is none. */
  oldestCreatedAt: number | null
  nextDueAt: number | null
  /** Pending ones whose deadline comes before the given moment. */
  nearDeadline: number
}

/** Rows of ingests. Each step of the work is a compare-and-set on its lease. */
export type IngestQueries = ReturnType<typeof createIngestQueries>

export function createIngestQueries({ queries }: Database) {
  /**
   * Rows of this service account that wait. What is of another one its own service works on, to the end: here its media ids would look
   * invented, and what its tries have left lies in another bucket.
   */
  const waiting = (appid: string) =>
    queries.selectFrom('ingest').where('appid', '=', appid).where('state', '=', 'pending')

  /** The row, as long as this lease holds it. */
  const leased = (within: Queryable, { ingestId, leaseOwner }: Lease) =>
    within
      .updateTable('ingest')
      .where('ingestId', '=', ingestId)
      .where('leaseOwner', '=', leaseOwner)
      .where('state', '=', 'pending')

  return {
    /** Rows of these media ids, whoever has claimed them. */
    async byMedia(within: Queryable, appid: string, mediaIds: readonly string[]): Promise<IngestRow[]> {
      return within
        .selectFrom('ingest')
        .selectAll()
        .where('appid', '=', appid)
        .where('mediaId', 'in', mediaIds)
        .execute()
    },

    /** Rows of this person among the given texts, which may be anything, in no order. */
    async findOwned(userId: string, ingestIds: readonly string[]): Promise<IngestRow[]> {
      const ids = ingestIds.filter(isId)
      if (ids.length === 0) return []
      return queries
        .selectFrom('ingest')
        .selectAll()
        .where('ingestId', 'in', ids)
        .where('userId', '=', userId)
        .execute()
    },

    /** When the service first saw a pick, and the last place in it, among ingests and photos. */
    async pick(
      within: Queryable,
      userId: string,
      pickId: string,
    ): Promise<{ pickedAt: number | null; position: number }> {
      const fromIngests = await within
        .selectFrom('ingest')
        .select(({ fn }) => [fn.min('pickedAt').as('pickedAt'), fn.max('position').as('position')])
        .where('userId', '=', userId)
        .where('pickId', '=', pickId)
        .executeTakeFirstOrThrow()
      const fromPhotos = await within
        .selectFrom('photo')
        .select(({ fn }) => [fn.min('createdAt').as('pickedAt'), fn.max('position').as('position')])
        .where('userId', '=', userId)
        .where('pickId', '=', pickId)
        .executeTakeFirstOrThrow()
      const times = [fromIngests, fromPhotos].flatMap(({ pickedAt }) => (pickedAt === null ? [] : [pickedAt]))
      const positions = [fromIngests, fromPhotos].map(({ position }) => position ?? -1)
      return { pickedAt: times.length === 0 ? null : Math.min(...times), position: Math.max(...positions) }
    },

    /** How many media ids the person has claimed since then, whatever became of them. */
    async countSince(within: Queryable, userId: string, since: number): Promise<number> {
      const { claimed } = await within
        .selectFrom('ingest')
        .select(({ fn }) => fn.countAll<number | bigint | string>().as('claimed'))
        .where('userId', '=', userId)
        .where('createdAt', '>=', since)
        .executeTakeFirstOrThrow()
      return Number(claimed)
    },

    /** @returns false where somebody else has claimed the media id meanwhile */
    async insert(within: Queryable, row: IngestRow): Promise<boolean> {
      try {
        await within.insertInto('ingest').values(row).execute()
        return true
      } catch (error) {
        if (isUniqueViolation(error)) return false
        throw error
      }
    },

    /** What a service of this account may work on now; what is in most danger of its deadline first. */
    async due(appid: string, now: number, limit: number): Promise<IngestRow[]> {
      return waiting(appid)
        .selectAll()
        .where('dueAt', '<=', now)
        .orderBy('deadlineAt')
        .orderBy('ingestId')
        .limit(limit)
        .execute()
    },

    /** Takes a row that was due, unless somebody has since. It goes on naming what an earlier try has left: see `nameObject`. */
    async lease(
      seen: IngestRow,
      lease: Pick<LeasedIngest, 'leaseOwner' | 'objectKey'> & { triedAt: number; dueAt: number },
    ): Promise<LeasedIngest | undefined> {
      const tries = seen.tries + 1
      const { numUpdatedRows } = await queries
        .updateTable('ingest')
        .set({ ...lease, tries, objectKey: seen.objectKey ?? lease.objectKey })
        .where('ingestId', '=', seen.ingestId)
        .where('state', '=', 'pending')
        .where('dueAt', '=', seen.dueAt)
        .where('tries', '=', seen.tries)
        .executeTakeFirst()
      return numUpdatedRows === 1n ? { ...seen, ...lease, tries, leftover: seen.objectKey } : undefined
    },

    /** Names what this try writes, once what was left is gone. @returns whether the lease still held */
    async nameObject(lease: Lease & Pick<LeasedIngest, 'objectKey'>): Promise<boolean> {
      const query = leased(queries, lease).set({ objectKey: lease.objectKey })
      return (await query.executeTakeFirst()).numUpdatedRows === 1n
    },

    /** Gives the lease back until another try. @returns whether it still held */
    async putOff(lease: Lease, { dueAt, objectKey }: Pick<IngestRow, 'dueAt' | 'objectKey'>): Promise<boolean> {
      const query = leased(queries, lease).set({ dueAt, objectKey, leaseOwner: null })
      return (await query.executeTakeFirst()).numUpdatedRows === 1n
    },

    /** `pending` → `failed`; for good, but for {@link beginAgain}. @returns whether this call changed it */
    async fail(lease: Lease, { error, objectKey }: { error: ErrorCode; objectKey: string | null }): Promise<boolean> {
      const query = leased(queries, lease).set({ state: 'failed', error, objectKey, leaseOwner: null })
      return (await query.executeTakeFirst()).numUpdatedRows === 1n
    },

    /** `failed` for want of quota → `pending`. What a try has left goes with the next one: the row goes on naming it. */
    async beginAgain(within: Queryable, ingestId: string, now: number): Promise<void> {
      await within
        .updateTable('ingest')
        .set({ state: 'pending', error: null, dueAt: now })
        .where('ingestId', '=', ingestId)
        .where('state', '=', 'failed')
        .where('error', 'in', ['QUOTA_EXCEEDED', 'DAILY_QUOTA_EXCEEDED'])
        .execute()
    },

    /** `pending` → `ready`, for good. @returns whether this call changed it */
    async finish(
      within: Queryable,
      lease: Lease,
      { photoId, objectKey }: { photoId: string; objectKey: string | null },
    ): Promise<boolean> {
      const query = leased(within, lease).set({ state: 'ready', photoId, objectKey, leaseOwner: null })
      return (await query.executeTakeFirst()).numUpdatedRows === 1n
    },

    /** Ends the pause of a row whose last try is some time ago. */
    async bringForward(
      { appid, ingestId }: Pick<IngestRow, 'appid' | 'ingestId'>,
      { now, triedBefore }: { now: number; triedBefore: number },
    ): Promise<void> {
      await queries
        .updateTable('ingest')
        .set({ dueAt: now })
        .where('ingestId', '=', ingestId)
        .where('appid', '=', appid)
        .where('state', '=', 'pending')
        .where('leaseOwner', 'is', null)
        .where('dueAt', '>', now)
        .where('triedAt', '<=', triedBefore)
        .execute()
    },

    async backlog(appid: string, nearUntil: number): Promise<IngestBacklog> {
      const all = await waiting(appid)
        .select(({ fn }) => [
          fn.countAll<number | bigint | string>().as('pending'),
          fn.min('createdAt').as('oldestCreatedAt'),
          fn.min('dueAt').as('nextDueAt'),
        ])
        .executeTakeFirstOrThrow()
      const near = await waiting(appid)
        .select(({ fn }) => fn.countAll<number | bigint | string>().as('nearDeadline'))
        .where('deadlineAt', '<=', nearUntil)
        .executeTakeFirstOrThrow()
      return {
        pending: Number(all.pending),
        oldestCreatedAt: all.oldestCreatedAt,
        nextDueAt: all.nextDueAt,
        nearDeadline: Number(near.nearDeadline),
      }
    },

    /** Ends what waits of an account that goes, so that no worker can win any more. The keys stay, for whoever deletes their objects. */
    async failAllOf(within: Queryable, userId: string): Promise<void> {
      await within
        .updateTable('ingest')
        .set({ state: 'failed', error: 'PHOTO_DELETED', leaseOwner: null })
        .where('userId', '=', userId)
        .where('state', '=', 'pending')
        .execute()
    },

    async someEndedOf(userId: string, limit: number): Promise<EndedIngest[]> {
      return queries
        .selectFrom('ingest')
        .select(['ingestId', 'objectKey'])
        .where('userId', '=', userId)
        .where('state', '<>', 'pending')
        .limit(limit)
        .execute()
    },

    async hasAny(userId: string, within: Queryable): Promise<boolean> {
      const query = within.selectFrom('ingest').select('ingestId').where('userId', '=', userId).limit(1)
      return (await query.executeTakeFirst()) !== undefined
    },

    /** Ended ones of this service account whose deadline is long ago: WeChat gives nothing for their ids any more. */
    async someEnded(appid: string, before: number, limit: number): Promise<EndedIngest[]> {
      return queries
        .selectFrom('ingest')
        .select(['ingestId', 'objectKey'])
        .where('appid', '=', appid)
        .where('state', 'in', ['ready', 'failed'])
        .where('deadlineAt', '<', before)
        .limit(limit)
        .execute()
    },

    async removeEnded(ingestIds: readonly string[]): Promise<void> {
      await queries.deleteFrom('ingest').where('ingestId', 'in', ingestIds).where('state', '<>', 'pending').execute()
    },
  }
}
