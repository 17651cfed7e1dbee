import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { createTestDatabase, type TestDatabase } from '@photolift/database/testing'
import { freePort, type RoundRobin, roundRobin, serviceEnvironment } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Instance } from './instance.ts'

const INSTANCES = 3
const MEDIA = 30
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0])

interface Ingest {
  ingestId: string
  state: 'pending' | 'ready' | 'failed'
}

let emulator: Emulator
let database: TestDatabase
let instances: Instance[]
let balancer: RoundRobin

beforeEach(async () => {
  emulator = await startEmulator()
  database = await createTestDatabase('mysql')
  const url = database.address.kind === 'mysql' ? database.address.url : ''
  const shared = serviceEnvironment(emulator, url, { pageOrigins: ['http://127.0.0.1:8080'] })
  const ports = await Promise.all(Array.from({ length: INSTANCES }, () => freePort()))
  instances = ports.map((port) => new Instance({ ...shared, PORT: String(port), LOG_LEVEL: 'warn' }))
  await Promise.all(instances.map((instance) => instance.start()))
  balancer = await roundRobin(instances.map((instance) => instance.url))
})
afterEach(async () => {
  await balancer.close()
  await Promise.all(instances.map((instance) => instance.stop()))
  await database.drop()
  await emulator.close()
})

it('three instances store each media id exactly once while one of them is killed at work', async () => {
  // Slow enough that the killed one has some half way.
  const slow = { latencyMs: 300 }
  emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: slow })
  const sizes = Array.from({ length: MEDIA }, (_, index) => 10_000 + index)
  const mediaIds = sizes.map((size) =>
    emulator.media.add({ bytes: Buffer.concat([JPEG, randomBytes(size - JPEG.length)]) }),
  )
  const { authToken } = await send<{ authToken: string }>(balancer.url, '/v1/login', { loginCode: 'code-ann' })
  const [first, second] = instances as [Instance, Instance]
  const atFirst = send<{ ingests: Ingest[] }>(first.url, '/v1/ingests', { pickId: 'pick', mediaIds }, authToken)
  const cut = atFirst.catch(() => 'cut')
  await until(() => emulator.objects.list('photos/').length > 0)

  await first.kill()
  await cut
  await endLeases()
  // The page sends its ids again, since it has heard nothing; they are the ingests that they were.
  const { ingests } = await send<{ ingests: Ingest[] }>(
    second.url,
    '/v1/ingests',
    { pickId: 'pick', mediaIds },
    authToken,
  )
  await first.start()
  const ended = await Promise.all(ingests.map((ingest) => untilEnded(ingest, authToken)))

  expect(ended.map(({ state }) => state)).toEqual(Array(MEDIA).fill('ready'))
  const { photos } = await send<{ photos: { byteLength: number }[] }>(
    balancer.url,
    '/v1/photos?limit=100',
    undefined,
    authToken,
  )
  expect(photos.map(({ byteLength }) => byteLength)).toEqual(sizes)
  const stored = emulator.objects.list('photos/').map(({ byteLength }) => byteLength)
  expect(stored.toSorted((a, b) => a - b)).toEqual(sizes)
})

/** As two minutes of waiting do. */
async function endLeases(): Promise<void> {
  const opened = await database.open()
  await opened.queries.updateTable('ingest').set({ dueAt: 0 }).where('leaseOwner', 'is not', null).execute()
  await opened.close()
}

async function untilEnded(ingest: Ingest, authToken: string): Promise<Ingest> {
  let seen = ingest
  while (seen.state === 'pending') {
    seen = await send<Ingest>(balancer.url, `/v1/ingests/${ingest.ingestId}`, undefined, authToken)
  }
  return seen
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

async function send<Answer>(url: string, path: string, body?: unknown, authToken?: string): Promise<Answer> {
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authToken !== undefined && { authorization: `Bearer ${authToken}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Answer
}
