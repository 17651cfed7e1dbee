import { type Database, isUniqueViolation } from '@photolift/database'
import type { ForcedRefreshGuard } from '@photolift/wechat-api'
import { type RawBuilder, sql } from 'kysely'

/**
 * Lets one of all instances force a new access token, at most once a minute: a forced refresh ends the token of every other, and
 * WeChat allows 20 a day. Time is the database's, since the clocks of instances differ.
 */
export function createForcedRefreshGuard({ queries, kind }: Database): ForcedRefreshGuard {
  const now: RawBuilder<number> =
    kind === 'sqlite'
      ? sql`cast(unixepoch('subsec') * 1000 as integer)`
      : sql`cast(unix_timestamp(now(3)) * 1000 as unsigned)`

  return {
    async claim(appid) {
      const { numUpdatedRows } = await queries
        .updateTable('wechatRefresh')
        .set({ claimedAt: now })
        .where('appid', '=', appid)
        .where('claimedAt', '<=', sql<number>`${now} - ${sql.lit(CLAIM_HOLDS_MS)}`)
        .executeTakeFirst()
      return numUpdatedRows === 1n || claimFirst(appid)
    },
  }

  /** The very first claim of an app has no row to change; of several at once one makes it. */
  async function claimFirst(appid: string): Promise<boolean> {
    try {
      await queries.insertInto('wechatRefresh').values({ appid, claimedAt: now }).execute()
      return true
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  }
}

const CLAIM_HOLDS_MS = 60_000
