import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'

/**
 * Kysely over `node:sqlite`. Kysely expects an object in the shape of better-sqlite3.
 *
 * @param file a path, whose folder is made, or `:memory:`
 */
export function nodeSqliteDialect(file: string): SqliteDialect {
  return new TransactionalDdlDialect({
    database: async () => {
      if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
      const database = new DatabaseSync(file, { timeout: 5_000 })
      // NORMAL in WAL mode survives a crash of the process; a power cut may lose the last commits, never the file.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      return bridge(database)
    },
  })
}

/** SQLite rolls back table changes too; Kysely then migrates in one transaction, which processes that start at once queue for. */
class TransactionalDdlDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function bridge(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(text) {
      const known = statements.get(text)
      if (known !== undefined) return known
      // A plain BEGIN takes the write lock at the first write, where another process may already have changed what was read.
      const statement = toKyselyStatement(database.prepare(text === 'begin' ? 'begin immediate' : text))
      if (statements.size >= STATEMENTS_KEPT) statements.clear()
      statements.set(text, statement)
      return statement
    },
  }
}

const STATEMENTS_KEPT = 500

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  }
}
