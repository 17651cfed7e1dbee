import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { type Database, migrate, openDatabase, pendingMigrations } from '../src/index.js'

let database: Database

beforeEach(async () => {
  database = await openDatabase({ kind: 'sqlite', file: ':memory:' })
})
afterEach(() => database.close())

it('are all of them in an empty database, which stays empty', async () => {
  expect(await pendingMigrations(database)).toContain('2026-11-21-first-tables')
  expect(await database.queries.introspection.getTables()).toEqual([])
})

it('are none once the tables are up to date', async () => {
  await migrate(database)

  expect(await pendingMigrations(database)).toEqual([])
})

it('are those that came with a newer version', async () => {
  await migrate(database)
  await database.queries
    .deleteFrom('kysely_migration' as never)
    .where('name' as never, '=', '2026-11-22-cloud-and-edits' as never)
    .execute()

  expect(await pendingMigrations(database)).toEqual(['2026-11-22-cloud-and-edits'])
})
