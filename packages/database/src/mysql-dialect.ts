import { CompiledQuery, MysqlDialect } from 'kysely'

/** Kysely over mysql2, which is loaded here and nowhere else: a service on SQLite never pays for it (46 ms). */
export async function mysqlDialect(url: string): Promise<MysqlDialect> {
  const { createPool } = await import('mysql2')
  return new MysqlDialect({
    pool: createPool({
      uri: url,
      connectionLimit: CONNECTIONS,
      enableKeepAlive: true,
      // 云托管's MySQL sleeps when idle; the first connection wakes it.
      connectTimeout: 10_000,
      charset: 'utf8mb4_bin',
    }),
    // What a transaction reads after it has locked an account must be what the lock's last holder wrote.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('set session transaction isolation level read committed'))
    },
  })
}

const CONNECTIONS = 10
