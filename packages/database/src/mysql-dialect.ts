import { CompiledQuery, MysqlDialect } from 'kysely'
import type { Pool } from 'mysql2'
import { wakingPool } from './waking-pool.js'

/**
 * Kysely over mysql2, which is loaded here and nowhere else: a service on SQLite never pays for it (46 ms).
 * @throws Error where `url` is not one that mysql2 understands
 */
export async function mysqlDialect(url: string): Promise<MysqlDialect> {
  return new MysqlDialect({
    pool: wakingPool(await openPool(url), WAKES_WITHIN_MS),
    // What a transaction reads after it has locked an account must be what the lock's last holder wrote.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('set session transaction isolation level read committed'))
    },
  })
}

async function openPool(url: string): Promise<Pool> {
  const { createPool } = await import('mysql2')
  try {
    return createPool({
      uri: url,
      connectionLimit: CONNECTIONS,
      enableKeepAlive: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      charset: 'utf8mb4_bin',
    })
  } catch {
    // What it throws quotes the URL, with the password.
    throw new Error(
      'The address of the database is not like mysql://user:password@host:port/database, percent-encoded.',
    )
  }
}

const CONNECTIONS = 10

// Together under the 14 s in which the service answers any call.
const CONNECT_TIMEOUT_MS = 3_000
const WAKES_WITHIN_MS = 10_000
