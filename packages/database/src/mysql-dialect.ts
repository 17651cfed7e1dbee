import { CompiledQuery, MysqlDialect } from 'kysely'
import { wakingPool } from './waking-pool.js'

/** Kysely over mysql2, which is loaded here and nowhere else: a service on SQLite never pays for it (46 ms). */
export async function mysqlDialect(url: string): Promise<MysqlDialect> {
  const { createPool } = await import('mysql2')
  const pool = createPool({
    uri: url,
    connectionLimit: CONNECTIONS,
    enableKeepAlive: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4_bin',
  })
  return new MysqlDialect({
    pool: wakingPool(pool, WAKES_WITHIN_MS),
    // What a transaction reads after it has locked an account must be what the lock's last holder wrote.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('set session transaction isolation level read committed'))
    },
  })
}

const CONNECTIONS = 10

// Together under the 14 s in which the service answers any call.
const CONNECT_TIMEOUT_MS = 3_000
const WAKES_WITHIN_MS = 10_000
