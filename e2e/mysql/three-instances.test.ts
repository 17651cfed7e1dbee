import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createTestDatabase, type TestDatabase } from '@photolift/database/testing'
import { freePort, type RoundRobin, roundRobin, serviceEnvironment } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { openHeadlessPhone } from '../world/headless-phone.ts'
import { pictures } from '../world/picture-file.ts'
import { Instance } from './instance.ts'

const INSTANCES = 3
const PHOTOS = 20

let folder: string
let emulator: Emulator
let database: TestDatabase
let instances: Instance[]
let balancer: RoundRobin

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photolift-instances-'))
  emulator = await startEmulator()
  database = await createTestDatabase('mysql')
  const url = database.address.kind === 'mysql' ? database.address.url : ''
  const shared = { ...serviceEnvironment(emulator, url), QUOTA_PHOTOS_PER_DAY: String(PHOTOS) }
  const ports = await Promise.all(Array.from({ length: INSTANCES }, () => freePort()))
  instances = ports.map((port) => new Instance({ ...shared, PORT: String(port), LOG_LEVEL: 'warn' }))
  // All at once, on a database without tables.
  await Promise.all(instances.map((instance) => instance.start()))
  balancer = await roundRobin(instances.map((instance) => instance.url))
})
afterEach(async () => {
  await balancer.close()
  await Promise.all(instances.map((instance) => instance.stop()))
  await database.drop()
  await emulator.close()
  await rm(folder, { recursive: true })
})

describe('three instances behind a round-robin proxy, on one database', () => {
  it('lose and double nothing while one is killed in the middle of an upload and comes back, and another restarts', async () => {
    const phone = openHeadlessPhone({ serviceUrl: balancer.url, folder })
    const picked = await pictures(PHOTOS)
    const sizes = picked.map(({ buffer }) => buffer.length)
    const [first, second] = instances as [Instance, Instance]
    await phone.pick(picked)

    await phone.until(({ tasks }) => tasks.some(({ state }) => state === 'confirming' || state === 'ready'))
    await first.kill()
    await phone.until(({ tasks }) => tasks.filter(({ state }) => state === 'ready').length >= PHOTOS / 4)
    const restarting = second.restart()
    await first.start()
    await restarting

    expect(await phone.outcomes()).toEqual(Array(PHOTOS).fill('ready'))
    const { photos } = await phone.api.gallery({ limit: 100 })
    expect(photos.map(({ byteLength }) => byteLength)).toEqual(sizes)
    expect(new Set(photos.map(({ photoId }) => photoId)).size).toBe(PHOTOS)
    // A killed confirm may leave copies that no row names (INVARIANTS, the known rest); each photo's own bytes are there.
    const stored = new Set(emulator.objects.list('photos/').map(({ byteLength }) => byteLength))
    expect(stored).toEqual(new Set(sizes))
    for (const count of balancer.counts()) expect(count).toBeGreaterThan(0)
  })

  it('hold one quota between them', async () => {
    const phone = openHeadlessPhone({ serviceUrl: balancer.url, folder })

    await phone.pick(await pictures(PHOTOS + 4))

    const outcomes = await phone.outcomes()
    expect(outcomes.filter((outcome) => outcome === 'ready')).toHaveLength(PHOTOS)
    expect(outcomes.filter((outcome) => outcome === 'DAILY_QUOTA_EXCEEDED')).toHaveLength(4)
  })
})
