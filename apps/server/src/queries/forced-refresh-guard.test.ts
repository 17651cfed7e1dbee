import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Database, migrate } from '@photolift/database'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js'
import { createForcedRefreshGuard } from './forced-refresh-guard.js'

let testDatabase: TestDatabase
let database: Database

beforeEach(async () => {
  testDatabase = await createTestDatabase()
  database = await testDatabase.open()
  await migrate(database)
})
afterEach(async () => {
  await database.close()
  await testDatabase.drop()
})

const guard = () => createForcedRefreshGuard(database)
const letPass = (milliseconds: number) =>
  sql`update wechatRefresh set claimedAt = claimedAt - ${milliseconds}`.execute(database.queries)

describe('the right to force a new access token', () => {
  it('goes to one of many that claim it at once, the first time and each later time', async () => {
    const guards = Array.from({ length: 8 }, guard)

    const first = await Promise.all(guards.map(({ claim }) => claim('wx1')))
    await letPass(60_000)
    const later = await Promise.all(guards.map(({ claim }) => claim('wx1')))

    for (const claims of [first, later]) expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('is given again after a minute, not before', async () => {
    const { claim } = guard()
    await claim('wx1')

    const atOnce = await claim('wx1')
    await letPass(30_000)
    const early = await claim('wx1')
    await letPass(30_000)
    const inTime = await claim('wx1')

    expect([atOnce, early, inTime]).toEqual([false, false, true])
  })

  it('is for each app', async () => {
    const { claim } = guard()

    expect([await claim('wx1'), await claim('wx2')]).toEqual([true, true])
  })

  it("is nobody's while the database does not answer", async () => {
    const { claim } = guard()
    await database.close()
    const closed = claim('wx1')
    database = await testDatabase.open()

    await expect(closed).rejects.toThrow('destroyed')
  })
})
