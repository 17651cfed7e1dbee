import { CompiledQuery, MysqlDialect } from 'kysely'
import type { createPool, Pool } from 'mysql2'
import { wakingPool } from './waking-pool.js'

export interface MysqlDialectOptions {
  /** A connection that nobody used for so long is closed. Default 60,000. */
  idleMs?: number
}

/**
 * Kysely over mysql2, which is loaded here and nowhere else: a service on SQLite never pays for it (46 ms).
 * @throws Error where `url` is not one that mysql2 understands
 */
export async function mysqlDialect(url: string, { idleMs = 60_000 }: MysqlDialectOptions = {}): Promise<MysqlDialect> {
  const { createPool } = await import('mysql2')
  requireReadable(url, createPool)
  return new MysqlDialect({
    // Not before the first query: Kysely ends no pool that was never used, and one of mysql2's keeps the process alive from its start.
    pool: async () => wakingPool(openPool(url, idleMs, createPool), WAKES_WITHIN_MS),
    // What a transaction reads after it has locked an account must be what the lock's last holder wrote.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('set session transaction isolation level read committed'))
    },
  })
}

type CreatePool = typeof createPool

function openPool(url: string, idleMs: number, createPool: CreatePool): Pool {
  return createPool({
    uri: url,
    connectionLimit: CONNECTIONS,
    // An open connection keeps a serverless MySQL awake, and a way that was idle for long may have been cut in silence. mysql2 closes
    // idle connections only where fewer than all may stay; with its `gracefulEnd` it would close the same one for ever.
    maxIdle: CONNECTIONS - 1,
    idleTimeout: idleMs,
    enableKeepAlive: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4_bin',
  })
}

/** A pool that closes no idle connections does nothing until it is asked for one. */
function requireReadable(url: string, createPool: CreatePool): void {
  try {
    createPool({ uri: url })
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
