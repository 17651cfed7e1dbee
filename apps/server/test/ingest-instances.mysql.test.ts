import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Ingest } from '@photolift/contracts'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Client } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { md5, photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'
import { webPageEnvironment } from './web-page.js'

/** Longer than a lease. */
const LEASE_SECONDS = 130

/** Of so many, some would end in a deadlock that no repetition survives, if each claimed in the order of its own. */
const ROUNDS = 8

let emulator: Emulator
let database: TestDatabase
let store: FakeObjectStore
/** Two services on one database, one bucket and one WeChat. */
let slow: RunningService
let fast: RunningService
let ann: Client
/** The same person at the second. */
let annToo: Client
let bytes: Buffer
let mediaId: string

beforeEach(async () => {
  emulator = await startEmulator()
  database = await createTestDatabase()
  store = new FakeObjectStore()
  slow = await runService(options())
  fast = await runService(options())
  ann = await slow.person('ann')
  annToo = new Client(fast.url, ann.authToken, ann.userId)
  bytes = photoBytes()
  mediaId = emulator.media.add({ bytes })
})
afterEach(async () => {
  await Promise.all([slow.close(), fast.close()])
  await emulator.close()
  await database.drop()
})

const options = () => ({
  storage: 'cos' as const,
  store,
  database,
  emulator,
  ingestAnswerWithinMs: 3_000,
  environment: { ...webPageEnvironment(emulator), LIMIT_GRANTS_PER_MINUTE: '1000' },
})

/** Lets the first service come as far as this moment and holds it there. @returns what lets it go on */
async function holdAt(
  moment: 'before write' | 'after write' | 'after prove',
): Promise<{ release(): void; answer: Promise<Ingest[]> }> {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  store.at(moment, () => {
    reached.resolve()
    return released.promise
  })
  const answer = ann.ingest([mediaId])
  // Its failure is looked at by who awaits the answer.
  answer.catch(() => {})
  await reached.promise
  return { release: released.resolve, answer }
}

const settled = async () => {
  const [row] = await annToo.ingest([mediaId])
  let ingest = row as Ingest
  while (ingest.state === 'pending') ingest = await annToo.ingestOf(ingest.ingestId)
  return ingest
}

describe('two instances on one ingest', () => {
  it.each(['before write', 'after write', 'after prove'] as const)(
    'store it once where the first is held %s until its lease has ended',
    async (moment) => {
      const { release, answer } = await holdAt(moment)
      fast.clock.advanceSeconds(LEASE_SECONDS)
      const taken = await settled()
      release()
      const [first] = await answer

      expect(taken).toMatchObject({ state: 'ready' })
      expect(first).toMatchObject({ ingestId: taken.ingestId })
      expect((await ann.gallery()).photos).toHaveLength(1)
      await slow.close()
      expect([...store.objects.values()].map((object) => md5(object.bytes))).toEqual([md5(bytes)])
      slow = { ...slow, close: async () => {} }
    },
  )

  it('leave the second one waiting while the first holds its lease', async () => {
    const { release, answer } = await holdAt('after write')

    const [waiting] = await annToo.ingest([mediaId])
    release()
    await answer

    expect(waiting).toMatchObject({ state: 'pending' })
    expect(await settled()).toMatchObject({ state: 'ready' })
    expect(store.calls.filter((call) => call === 'write')).toHaveLength(1)
  })

  it('go on at once where the first is told to stop', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { stall: true }, times: 1 })
    const [first] = await ann.ingest([mediaId])
    expect(first).toMatchObject({ state: 'pending' })

    await slow.close()
    slow = { ...slow, close: async () => {} }

    expect(await settled()).toMatchObject({ state: 'ready' })
    expect(store.objects.size).toBe(1)
  })
})

it('ids that several people claim at once, each in another order, are all one person’s, and nobody meets an error', async () => {
  const people = await Promise.all(['ben', 'cem', 'dan', 'eve'].map((role) => fast.person(role)))
  const owned: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    // Nothing but who owns them is asked: no picture lies behind them.
    const ids = Array.from({ length: 50 }, (_, index) => `id-${round}-${index}`)
    const answers = await Promise.all(
      people.map((person, index) => person.ingest(index % 2 === 0 ? ids : ids.toReversed())),
    )
    const ownedOf = (ingests: Ingest[]) => ingests.filter(({ error }) => error?.code !== 'MEDIA_CLAIMED').length
    owned.push(answers.map(ownedOf).toSorted((a, b) => a - b))
  }

  expect(owned).toEqual(Array.from({ length: ROUNDS }, () => [0, 0, 0, 50]))
}, 60_000)

describe('an account that is deleted while its ingest runs', () => {
  it.each(['before write', 'after write', 'after prove'] as const)(
    'leaves no object and no photo: %s',
    async (moment) => {
      const { release, answer } = await holdAt(moment)

      const { status } = await annToo.send('DELETE', '/v1/me')
      release()
      await answer.catch(() => {})
      await slow.close()
      slow = { ...slow, close: async () => {} }

      expect(status).toBe(204)
      expect(store.objects.size).toBe(0)
      const opened = await database.open()
      expect(await opened.queries.selectFrom('photo').selectAll().execute()).toEqual([])
      expect(await opened.queries.selectFrom('ingest').selectAll().execute()).toEqual([])
      await opened.close()
    },
  )
})

it('what a try that died has written goes with the next try', async () => {
  const { ingestId } = (await ann.ingest([emulator.media.add({ bytes: photoBytes() })]))[0] as Ingest
  const dead = 'photos/of-a-try-that-died'
  store.post(dead, bytes)
  const opened = await database.open()
  // As a process leaves it that was killed after it had written.
  await opened.queries
    .updateTable('ingest')
    .set({ state: 'pending', photoId: null, objectKey: dead, leaseOwner: 'a'.repeat(32), dueAt: slow.clock.now() - 1 })
    .where('ingestId', '=', ingestId)
    .execute()
  await opened.queries.deleteFrom('photo').where('userId', '=', ann.userId).execute()
  await opened.close()
  const before = new Set(store.objects.keys())

  const ingest = await ann.ingestOf(ingestId)

  expect(ingest).toMatchObject({ state: 'ready' })
  expect(before).toContain(dead)
  expect(store.objects.has(dead)).toBe(false)
})

it('two service accounts on one database, each with a bucket of its own, clean up each their own alone', async () => {
  const others = new FakeObjectStore()
  // Names that stand for an object in both buckets show which of them is deleted.
  const keys = { own: 'photos/left-by-its-own', other: 'photos/left-by-the-other' }
  for (const key of Object.values(keys)) for (const bucket of [store, others]) bucket.post(key, bytes)
  const opened = await database.open()
  const left = async (appid: string, objectKey: string) => {
    const { ingestId } = (await ann.ingest([`invented-${appid}`]))[0] as Ingest
    const ended = { state: 'failed', deadlineAt: 0, appid, objectKey } as const
    await opened.queries.updateTable('ingest').set(ended).where('ingestId', '=', ingestId).execute()
    const row = opened.queries.selectFrom('ingest').select('ingestId').where('ingestId', '=', ingestId)
    return { isThere: async () => (await row.executeTakeFirst()) !== undefined }
  }
  const rows = { other: await left('wxother', keys.other), own: await left(emulator.wechat.official.appid, keys.own) }

  slow.clock.advanceSeconds(61)
  while (await rows.own.isThere()) await ann.gallery()
  const afterOwn = { own: [...store.objects.keys()], other: [...others.objects.keys()] }
  const wasThere = await rows.other.isThere()
  const environment = { ...options().environment, OFFICIAL_APPID: 'wxother' }
  const other = await runService({ ...options(), store: others, environment })
  while (await rows.other.isThere());
  await other.close()
  await opened.close()

  expect(afterOwn).toEqual({ own: [keys.other], other: [keys.own, keys.other] })
  expect(wasThere).toBe(true)
  expect([...store.objects.keys()]).toEqual([keys.other])
  expect([...others.objects.keys()]).toEqual([keys.own])
})
