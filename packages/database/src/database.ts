import { Kysely, type Transaction } from 'kysely'
import { nodeSqliteDialect } from './node-sqlite-dialect.js'
import type { Schema } from './schema.js'

/** Where the tables are. `url` is `mysql://user:password@host:port/database`. */
export type DatabaseAddress = { kind: 'sqlite'; file: string } | { kind: 'mysql'; url: string }

export type Queryable = Kysely<Schema>

/** The open database. Queries are written once; `kind` tells where the two dialects differ. */
export interface Database {
  kind: DatabaseAddress['kind']
  queries: Queryable
  /**
   * Runs `work` in one transaction, again from its start where MySQL broke a deadlock. Inside, use the transaction alone (any
   * other query waits for it for ever on SQLite) and call nothing over the network.
   */
  transaction<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  const dialect =
    address.kind === 'sqlite'
      ? nodeSqliteDialect(address.file)
      : await (await import('./mysql-dialect.js')).mysqlDialect(address.url)
  const queries = new Kysely<Schema>({ dialect })
  return {
    kind: address.kind,
    queries,
    transaction: (work) => withDeadlockRetry(() => queries.transaction().execute(work)),
    close: () => queries.destroy(),
  }
}

async function withDeadlockRetry<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === TRANSACTION_ATTEMPTS || !isDeadlock(error)) throw error
    }
  }
}

const TRANSACTION_ATTEMPTS = 5

function isDeadlock(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ER_LOCK_DEADLOCK'
}
