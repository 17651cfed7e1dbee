import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { call, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'

/** SQLite is for one process; these need a database that several share. */
let database: TestDatabase
let instances: [RunningService, RunningService]

beforeEach(async () => {
  database = await createTestDatabase()
  const environment = { LIMIT_REQUESTS_PER_MINUTE: '10', LIMIT_GRANTS_PER_MINUTE: '4' }
  const run = () => runService({ environment, database })
  instances = await Promise.all([run(), run()])
  for (const { clock } of instances) clock.advanceSeconds((60_000 - (clock.now() % 60_000)) / 1_000)
})
afterEach(async () => {
  for (const instance of instances) await instance.close()
  await database.drop()
})

describe('several instances on one database, started at once while it was empty', () => {
  it('count the requests of an address together', async () => {
    const statuses: number[] = []

    for (let count = 0; count < 6; count++)
      for (const { url } of instances) statuses.push((await call(url, { method: 'GET', path: '/v1/photos' })).status)

    expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  })

  it('count the calls of a person together, and know the same tokens and tasks', async () => {
    const [first, second] = instances
    const ann = await first.person('ann')
    const photo = uploadRequest(photoBytes())
    const headers = { authorization: `Bearer ${ann.authToken}` }
    const ask = ({ url }: RunningService) =>
      call(url, { method: 'POST', path: '/v1/upload-grants', headers, body: { photos: [photo] } })

    const answers = await Promise.all([ask(first), ask(second), ask(first), ask(second), ask(first), ask(second)])

    const granted = answers.filter(({ status }) => status === 200)
    expect(granted).toHaveLength(4)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2)
    const photoIds = granted.map(
      ({ body }) => (body as unknown as { grants: { photoId: string }[] }).grants[0]?.photoId,
    )
    expect(new Set(photoIds).size).toBe(1)
  })
})
