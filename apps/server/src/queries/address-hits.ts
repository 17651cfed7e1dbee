import type { Database } from '@photolift/database'
import { sql } from 'kysely'
import type { AddressLimitOptions } from '../limits/address-limit.js'

/** Leases of the limit per address: in the shared database on MySQL; on SQLite one process is all there is, and it takes everything. */
export function addressLeases(
  database: Database,
  requestsPerMinute: number,
): Pick<AddressLimitOptions, 'leaseSize' | 'lease'> {
  if (database.kind === 'sqlite') return { leaseSize: requestsPerMinute, lease: async ({ hits }) => hits }
  let purgedMinute = 0
  return {
    leaseSize: Math.max(1, Math.floor(requestsPerMinute / LEASES_PER_MINUTE)),
    async lease({ address, minute, hits }) {
      if (minute !== purgedMinute) {
        purgedMinute = minute
        // Nobody's address is kept longer than its count is needed.
        await sql`delete from addressHits where minute < ${minute} limit ${sql.lit(ROWS_PER_PURGE)}`.execute(
          database.queries,
        )
      }
      const total = await book(database, { address, minute, hits })
      return Math.max(0, Math.min(hits, requestsPerMinute - (total - hits)))
    },
  }
}

const LEASES_PER_MINUTE = 20
const ROWS_PER_PURGE = 10_000

/** Adds hits and reads their sum in one statement: `last_insert_id(n)` makes n the reply's insert id. @returns the minute's sum */
async function book(
  { queries }: Database,
  { address, minute, hits }: { address: string; minute: number; hits: number },
): Promise<number> {
  const result = await sql`
    insert into addressHits (address, minute, hits) values (${address}, ${minute}, last_insert_id(${hits}))
    on duplicate key update
      hits = last_insert_id(if(minute = values(minute), hits, 0) + values(hits)),
      minute = values(minute)`.execute(queries)
  return Number(result.insertId)
}
