import { afterEach, beforeEach, expect, it } from '@jest/globals'
import type { Database, DatabaseAddress } from '../src/database.js'
import { migrate } from '../src/migrate.js'
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js'

/** Set by the jest configuration that runs. */
declare const TEST_DATABASE: DatabaseAddress['kind']

let testDatabase: TestDatabase
let database: Database

beforeEach(async () => {
  testDatabase = await createTestDatabase(TEST_DATABASE)
  database = await testDatabase.open()
})
afterEach(async () => {
  await database.close()
  await testDatabase.drop()
})

it('brings an empty database up to date, and leaves one that is as it is', async () => {
  await migrate(database)
  const counters = { bytesHeld: 0, quotaDay: 0, photosOfDay: 0, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 }
  await database.queries
    .insertInto('account')
    .values({ userId: 'u', wechatIdentity: 'w', createdAt: 1, ...counters })
    .execute()

  await migrate(database)

  expect(await database.queries.selectFrom('account').select('userId').execute()).toEqual([{ userId: 'u' }])
})

it('fails with the reason as its cause where it cannot', async () => {
  await database.queries.schema.createTable('photo').addColumn('other', 'integer').execute()

  await expect(migrate(database)).rejects.toMatchObject({
    message: 'The database could not be brought up to date.',
    cause: expect.objectContaining({ message: expect.stringMatching(/already exists|'userId' doesn't exist/) }),
  })
})
