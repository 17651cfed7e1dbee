import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Database } from '@photolift/database'
import { migrate } from '@photolift/database'
import { photoRow } from '../../test/photo-row.js'
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js'
import { createGrantQueries } from './grant-queries.js'

let testDatabase: TestDatabase
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = await testDatabase.open()
  await migrate(database)
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

it('a grant is renewed only while its photo is pending: one that was confirmed meanwhile never lapses', async () => {
  const { insert, renew, release } = createGrantQueries(database)
  const pending = photoRow({ status: 'pending', heldUntil: 1_000 })
  const confirmed = photoRow({ status: 'ready', heldUntil: null })
  await database.transaction((transaction) => insert(transaction, [pending, confirmed]))

  const lapsed = await database.transaction(async (transaction) => {
    await renew(transaction, [pending.photoId, confirmed.photoId], 2_000)
    const ofPending = await release(transaction, pending.userId, 2_000)
    const ofConfirmed = await release(transaction, confirmed.userId, 2_000)
    return [...ofPending, ...ofConfirmed]
  })

  expect(lapsed.map(({ photoId }) => photoId)).toEqual([pending.photoId])
})
