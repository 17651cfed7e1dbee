import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createApiClient } from '@photolift/api-client'
import type { Photo } from '@photolift/contracts'
import { createTestDatabase, type TestDatabase } from '@photolift/database/testing'
import { freePort, serviceEnvironment } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import {
  createFileStore,
  nodeClock,
  nodeHttpStack,
  nodeLifecycle,
  nodeNetwork,
  openNodePhoto,
} from '@photolift/platform/node'
import { createUploader, type UploaderSnapshot } from '@photolift/upload-engine'
import { picture } from '../world/picture-file.ts'
import { Instance } from './instance.ts'
import { type RoundRobin, roundRobin } from './round-robin.ts'

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
    const phone = await openPhone()
    const sizes = await phone.pick(PHOTOS)
    const [first, second] = instances as [Instance, Instance]

    await phone.until(({ tasks }) => tasks.some(({ state }) => state === 'confirming' || state === 'ready'))
    await first.kill()
    await phone.until(({ tasks }) => tasks.filter(({ state }) => state === 'ready').length >= PHOTOS / 4)
    const restarting = second.restart()
    await first.start()
    await restarting
    const { tasks } = await phone.until(({ tasks }) =>
      tasks.every(({ state }) => ['ready', 'failed', 'refused'].includes(state)),
    )

    expect(tasks.map(({ state, errorCode }) => errorCode ?? state)).toEqual(Array(PHOTOS).fill('ready'))
    const photos = await phone.gallery()
    expect(photos.map(({ byteLength }) => byteLength)).toEqual(sizes)
    expect(new Set(photos.map(({ photoId }) => photoId)).size).toBe(PHOTOS)
    // A killed confirm may leave copies that no row names (INVARIANTS, the known rest); each photo's own bytes are there.
    const stored = new Set(emulator.objects.list('photos/').map(({ byteLength }) => byteLength))
    expect(stored).toEqual(new Set(sizes))
    for (const count of balancer.counts()) expect(count).toBeGreaterThan(0)
  })

  it('hold one quota between them', async () => {
    const phone = await openPhone()
    await phone.pick(PHOTOS + 4)

    const { tasks } = await phone.until(({ tasks }) =>
      tasks.every(({ state }) => ['ready', 'failed', 'refused'].includes(state)),
    )

    const outcomes = tasks.map(({ state, errorCode }) => errorCode ?? state)
    expect(outcomes.filter((outcome) => outcome === 'ready')).toHaveLength(PHOTOS)
    expect(outcomes.filter((outcome) => outcome === 'DAILY_QUOTA_EXCEEDED')).toHaveLength(4)
  })
})

/** A person's phone, without its screen. */
async function openPhone() {
  let logins = 0
  const api = createApiClient({
    baseUrl: balancer.url,
    http: nodeHttpStack,
    clock: nodeClock,
    network: nodeNetwork,
    loginCode: async () => `code-ann-${++logins}`,
  })
  const uploader = createUploader({
    service: api,
    http: nodeHttpStack,
    clock: nodeClock,
    network: nodeNetwork,
    lifecycle: nodeLifecycle,
    store: createFileStore(join(folder, 'phone.json')),
  })
  return {
    /** @returns the sizes of the picked photos, all different, in picked order */
    async pick(count: number): Promise<number[]> {
      const sizes = Array.from({ length: count }, (_, index) => 60_000 + index)
      const picked = sizes.map(async (byteLength, index) => {
        const { name, buffer } = await picture(index + 1, { byteLength })
        const path = join(folder, name)
        await writeFile(path, buffer)
        return { source: await openNodePhoto(path), name, localUrl: path }
      })
      uploader.add(await Promise.all(picked))
      return sizes
    },
    until(condition: (snapshot: UploaderSnapshot) => boolean): Promise<UploaderSnapshot> {
      return new Promise((resolve) => {
        const stop = uploader.subscribe((snapshot) => {
          if (!condition(snapshot)) return
          // The first snapshot comes before there is anything to stop.
          queueMicrotask(() => stop())
          resolve(snapshot)
        })
      })
    },
    async gallery(): Promise<Photo[]> {
      return (await api.gallery({ limit: 100 })).photos
    },
  }
}
