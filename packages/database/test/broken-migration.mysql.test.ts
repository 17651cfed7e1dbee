import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import type { Database } from '../src/database.js'
import { migrate, pendingMigrations } from '../src/migrate.js'
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js'

let testDatabase: TestDatabase
let database: Database

beforeEach(async () => {
  testDatabase = await createTestDatabase('mysql')
  database = await testDatabase.open()
})
afterEach(async () => {
  await database.close()
  await testDatabase.drop()
})

// MySQL keeps each change of a table at once, whatever happens to the connection or the process behind it.
it.each([
  ['2026-11-21-first-tables', ['drop table wechatRefresh', 'drop table addressHits', 'drop index photo_held on photo']],
  ['2026-11-22-cloud-and-edits', ['drop table wechatRefresh', 'alter table photo drop column thumbnailRefusal']],
  ['2026-11-28-multipart', ['alter table photo drop column uploadId']],
  ['2026-11-28-web-ingests', ['drop index ingest_pick on ingest', 'drop index ingest_work on ingest']],
])('a migration that broke off half way is completed: %s', async (name, undoing) => {
  await migrate(database)
  const whole = await describeTables()
  for (const statement of undoing) await sql.raw(statement).execute(database.queries)
  await sql`delete from kysely_migration where name >= ${name}`.execute(database.queries)

  await migrate(database)

  expect(await describeTables()).toEqual(whole)
  expect(await pendingMigrations(database)).toEqual([])
})

async function describeTables(): Promise<unknown> {
  const { rows } = await sql`
    select table_name, column_name, column_type, collation_name, is_nullable, null as index_name
      from information_schema.columns where table_schema = database()
    union all
    select table_name, column_name, null, null, null, index_name
      from information_schema.statistics where table_schema = database()
    order by 1, 2, 6`.execute(database.queries)
  return rows
}
