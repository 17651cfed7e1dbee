import { Migrator } from 'kysely/migration'
import type { Database } from './database.js'
import { firstTables } from './migrations/2026-11-21-first-tables.js'
import { cloudAndEdits } from './migrations/2026-11-22-cloud-and-edits.js'
import { multipart } from './migrations/2026-11-28-multipart.js'
import { oneTimeCodes } from './migrations/2026-11-28-one-time-codes.js'
import { ingests } from './migrations/2026-11-28-web-ingests.js'
import { linkedIdentities } from './migrations/2026-11-29-linked-identities.js'
import { columnTypes } from './migrations/column-types.js'

/** Brings the tables up to date. Several instances may start at once: the migrator locks (MySQL) or takes turns (SQLite). */
export async function migrate(database: Database): Promise<void> {
  const { error } = await createMigrator(database).migrateToLatest()
  if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error })
}

/** Migrations that have not run, in their order; nothing is changed. All of them where there are no tables yet. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const migrations = await createMigrator(database).getMigrations()
  return migrations.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}

function createMigrator({ kind, queries }: Database): Migrator {
  const types = columnTypes(kind)
  return new Migrator({
    db: queries,
    provider: {
      getMigrations: async () => ({
        '2026-11-21-first-tables': firstTables(types),
        '2026-11-22-cloud-and-edits': cloudAndEdits(types),
        '2026-11-28-multipart': multipart(types),
        '2026-11-28-one-time-codes': oneTimeCodes(types),
        // Names decide the order, and a migration must not come before one that a database may have.
        '2026-11-28-web-ingests': ingests(types),
        '2026-11-29-linked-identities': linkedIdentities(types),
      }),
    },
  })
}
