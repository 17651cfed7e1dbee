import { Migrator } from 'kysely/migration'
import type { Database } from './database.js'
import { firstTables } from './migrations/2026-11-21-first-tables.js'
import { cloudAndEdits } from './migrations/2026-11-22-cloud-and-edits.js'
import { columnTypes } from './migrations/column-types.js'

/** Brings the tables up to date. Several instances may start at once: the migrator locks (MySQL) or takes turns (SQLite). */
export async function migrate(database: Database): Promise<void> {
  const types = columnTypes(database.kind)
  const migrator = new Migrator({
    db: database.queries,
    provider: {
      getMigrations: async () => ({
        '2026-11-21-first-tables': firstTables(types),
        '2026-11-22-cloud-and-edits': cloudAndEdits(types),
      }),
    },
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error })
}
