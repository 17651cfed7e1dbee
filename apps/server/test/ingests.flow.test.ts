import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError, type Ingest } from '@photolift/contracts'
import type { IngestRow } from '@photolift/database'
import { type Client, call } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, type RunOptions, runService } from './running-service.js'

const HOUR_SECONDS = 3_600

let service: RunningService
let ann: Client

beforeEach(async () => {
  service = await start()
  ann = await service.person('ann')
})
afterEach(() => service.close())

function start({ environment, ...options }: RunOptions = {}): Promise<RunningService> {
  return runService({
    storage: 'cos',
    ingestAnswerWithinMs: 4_000,
    ...options,
    environment: { ...WITH_ACCOUNT, ...environment },
  })
}

/** The emulator's service account. */
const WITH_ACCOUNT = {
  OFFICIAL_APPID: 'wxf0123456789abcde',
  OFFICIAL_SECRET: 'fedcba9876543210fedcba9876543210',
  H5_ORIGINS: 'http://127.0.0.1:8080',
}

/** The service anew, with other settings. */
async function restart(options: RunOptions): Promise<void> {
  await service.close()
  service = await start(options)
  ann = await service.person('ann')
}

type Media = Parameters<RunningService['emulator']['media']['add']>[0]

/** A picture that the JS-SDK has given to WeChat. @returns its media id */
const plant = (media: Partial<Media> = {}) => service.emulator.media.add({ bytes: photoBytes(), ...media })

const mediaCalls = () => service.emulator.faults.list().reduce((calls, { met }) => calls + met, 0)

/** Counts calls of media/get without bending them. */
const countCalls = () =>
  service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { latencyMs: 0 } })

/** Asks until the ingest has ended, as a page does. */
async function ended(client: Client, { ingestId }: Pick<Ingest, 'ingestId'>): Promise<Ingest> {
  for (;;) {
    const ingest = await client.ingestOf(ingestId)
    if (ingest.state !== 'pending') return ingest
  }
}

/** Waits until nobody works on it. */
async function unleased(ingestId: string): Promise<void> {
  const query = service.database.queries.selectFrom('ingest').select('leaseOwner').where('ingestId', '=', ingestId)
  // The database in this process answers without leaving the loop: time would stand still.
  while ((await query.executeTakeFirstOrThrow()).leaseOwner !== null) await setImmediate()
}

async function one(mediaId: string, client = ann): Promise<Ingest> {
  const [ingest] = await client.ingest([mediaId])
  return ended(client, ingest as Ingest)
}

const failure = (code: string) => ({ state: 'failed', error: { code, message: expect.any(String) } })

describe('media ids', () => {
  it('become photos in picked order, inside the request', async () => {
    const bytes = Array.from({ length: 9 }, (_, index) => photoBytes('image/jpeg', 1_000 + index))
    const mediaIds = bytes.map((picture) => plant({ bytes: picture }))

    const ingests = await ann.ingest(mediaIds)

    expect(ingests.map(({ mediaId, state }) => [mediaId, state])).toEqual(mediaIds.map((id) => [id, 'ready']))
    const { photos } = await ann.gallery()
    expect(photos.map(({ byteLength, position }) => [byteLength, position])).toEqual(
      bytes.map(({ length }, index) => [length, index]),
    )
    expect(ingests.map(({ photo }) => photo?.photoId)).toEqual(photos.map(({ photoId }) => photoId))
    const view = await fetch(photos[0]?.viewUrl ?? '')
    expect(Buffer.from(await view.arrayBuffer())).toEqual(bytes[0])
    expect(service.objects()).toHaveLength(9)
    for (const object of service.objects('photos/'))
      expect(object).toMatchObject({ acl: 'private', contentType: 'image/jpeg' })
  })

  it.each([
    ['PNG', { bytes: photoBytes('image/png') }, 'image/png'],
    ['a HEIC that WeChat calls text', { bytes: photoBytes('image/heic'), contentType: 'text/plain' }, 'image/heic'],
    ['a picture without a length', { hasLength: false }, 'image/jpeg'],
    ['a picture of some megabytes', { bytes: photoBytes('image/jpeg', 3_000_000) }, 'image/jpeg'],
  ])('are known by their bytes: %s', async (_, media, contentType) => {
    expect(await one(plant(media))).toMatchObject({ state: 'ready', photo: { status: 'ready', contentType } })
  })

  it('of one pick that come in two calls stand one behind another', async () => {
    const [first, second] = [
      plant({ bytes: photoBytes('image/jpeg', 111) }),
      plant({ bytes: photoBytes('image/jpeg', 222) }),
    ]

    await ann.ingest([first], 'together')
    await ann.ingest([second], 'together')

    const { photos } = await ann.gallery()
    expect(photos.map(({ byteLength, position }) => [byteLength, position])).toEqual([
      [111, 0],
      [222, 1],
    ])
    expect(new Set(photos.map(({ createdAt }) => createdAt)).size).toBe(1)
  })

  it('that come again are the ingest that they were, whatever the pick, and are fetched once', async () => {
    const mediaId = plant()
    countCalls()

    const [first, twin] = await ann.ingest([mediaId, mediaId], 'one-pick')
    const [again] = await ann.ingest([mediaId], 'another-pick')

    expect(twin).toEqual(first)
    expect(again).toEqual(first)
    expect(mediaCalls()).toBe(1)
    expect((await ann.gallery()).photos).toHaveLength(1)
  })

  it('of bytes that the person has stored before are that photo', async () => {
    const bytes = photoBytes()
    const photo = await ann.store(bytes)

    expect(await one(plant({ bytes }))).toMatchObject({ state: 'ready', photo: { photoId: photo.photoId } })
    expect(service.objects()).toHaveLength(1)
  })
})

describe('an id without a picture ends for good', () => {
  it.each<[string, string, () => string]>([
    ['invented', 'MEDIA_NOT_FOUND', () => 'invented'],
    ['a video', 'PHOTO_TYPE_UNSUPPORTED', () => plant({ kind: 'video' })],
    ['a page', 'PHOTO_TYPE_UNSUPPORTED', () => plant({ bytes: Buffer.from('<html><script>') })],
    ['JSON', 'PHOTO_TYPE_UNSUPPORTED', () => plant({ bytes: Buffer.from('{"a":1}') })],
    ['empty', 'PHOTO_EMPTY', () => plant({ bytes: Buffer.alloc(0) })],
  ])('%s: %s', async (_, code, make) => {
    const mediaId = make()

    expect(await one(mediaId)).toMatchObject(failure(code))
    expect(await one(mediaId)).toMatchObject(failure(code))
    expect(service.objects()).toEqual([])
  })

  it('where it is larger than a photo may be, said or counted', async () => {
    await restart({ environment: { PHOTO_MAX_BYTES: '1000' } })

    expect(await one(plant({ bytes: photoBytes('image/jpeg', 1_001) }))).toMatchObject(failure('PHOTO_TOO_LARGE'))
    expect(await one(plant({ bytes: photoBytes('image/jpeg', 1_001), hasLength: false }))).toMatchObject(
      failure('PHOTO_TOO_LARGE'),
    )
    expect(await one(plant({ bytes: photoBytes('image/jpeg', 1_000) }))).toMatchObject({ state: 'ready' })
    expect(service.objects()).toHaveLength(1)
  })

  it('where WeChat could not be asked for three days', async () => {
    service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '-1' } })
    const [ingest] = await ann.ingest([plant()])
    expect(ingest?.state).toBe('pending')

    service.clock.advanceSeconds(72 * HOUR_SECONDS)
    ann = await service.loginAgain(ann)

    expect(await ended(ann, ingest as Ingest)).toMatchObject(failure('MEDIA_EXPIRED'))
  })

  it('where its photo was deleted', async () => {
    const mediaId = plant()
    const { photo } = await one(mediaId)

    await ann.send('DELETE', `/v1/photos/${photo?.photoId}`)

    expect(await one(mediaId)).toMatchObject(failure('PHOTO_DELETED'))
    expect(service.objects()).toEqual([])
  })
})

describe('what passes is waited for', () => {
  it.each(['40001', '42001'])('a token that WeChat refuses once: %s', async (code) => {
    service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code }, times: 1 })

    expect(await one(plant())).toMatchObject({ state: 'ready' })
  })

  it.each([
    ['WeChat is busy', { code: '-1' }],
    ['a gateway answers', { status: 502 }],
    ['the body is cut', { cutAnswerAfterBytes: 700 }],
    ['the reply is lost', { loseReply: true }],
  ])('%s', async (_, fault) => {
    service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault, times: 1 })

    expect(await one(plant())).toMatchObject({ state: 'ready' })
    expect(service.objects()).toHaveLength(1)
  })

  it('a bucket that refuses: nothing is left of the try before', async () => {
    service.emulator.faults.add({
      service: 'cos',
      method: 'PUT',
      fault: { status: 503, code: 'ServiceUnavailable' },
      times: 1,
    })

    expect(await one(plant())).toMatchObject({ state: 'ready' })
    expect(service.objects()).toHaveLength(1)
  })

  it('WeChat is down for an hour: the answer comes at once, and anybody’s next request goes on', async () => {
    const down = service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '-1' } })
    const [ingest] = await ann.ingest([plant()])
    expect(ingest).toMatchObject({ state: 'pending' })
    service.emulator.faults.remove(down)
    // A try that fails after the hour would pause from there on.
    await unleased(ingest?.ingestId ?? '')
    service.clock.advanceSeconds(HOUR_SECONDS)
    const ben = await service.person('ben')

    // Ann asks for no ingest meanwhile: her gallery tells.
    for (let photos = 0; photos === 0; photos = (await ann.gallery()).photos.length) await ben.gallery()

    expect(await ann.ingestOf(ingest?.ingestId ?? '')).toMatchObject({ state: 'ready' })
  })
})

describe('claims', () => {
  it('are of who comes first: another learns that, and nothing else', async () => {
    const mediaId = plant()
    const ben = await service.person('ben')
    const own = await one(mediaId)
    countCalls()

    const [refused] = await ben.ingest([mediaId])

    expect(refused).toEqual({ ingestId: expect.any(String), mediaId, ...failure('MEDIA_CLAIMED') })
    expect(refused?.ingestId).not.toBe(own.ingestId)
    expect(JSON.stringify(refused)).not.toContain(ann.userId)
    expect(mediaCalls()).toBe(0)
    expect((await ben.gallery()).photos).toEqual([])
  })

  it('of many at once give one photo to one person', async () => {
    const people = await Promise.all(['a', 'b', 'c', 'd'].map((role) => service.person(role)))
    const mediaIds = Array.from({ length: 5 }, () => plant())

    const answers = await Promise.all(
      people.flatMap((person) => [person.ingest(mediaIds), person.ingest([...mediaIds].reverse())]),
    )

    expect(answers).toHaveLength(8)
    const galleries = await Promise.all(people.map((person) => person.gallery()))
    expect(galleries.flatMap(({ photos }) => photos)).toHaveLength(5)
    expect(service.objects()).toHaveLength(5)
  })

  it('answer alike for ids of others and ids that never were', async () => {
    const { ingestId } = await one(plant())
    const ben = await service.person('ben')

    for (const id of [ingestId, 'f'.repeat(32), '0', '%00', "'--"]) {
      const { status, body } = await ben.send<{ error: { code: string; message: string } }>(
        'GET',
        `/v1/ingests/${encodeURIComponent(id)}`,
      )
      expect([status, body.error.code, body.error.message]).toEqual([
        404,
        'INGEST_NOT_FOUND',
        'no ingest of the caller has this id',
      ])
    }
  })
})

describe('ids of another service account on the same database', () => {
  const other = { state: 'pending', deadlineAt: Number.MAX_SAFE_INTEGER } as const

  /** As its own service has left it. @returns its ingest */
  async function claimedForOther(change: Partial<IngestRow> = {}): Promise<string> {
    const { ingestId } = await one(plant())
    await service.database.queries
      .updateTable('ingest')
      .set({ ...other, appid: 'wxother', photoId: null, dueAt: 0, tries: 1, ...change })
      .where('ingestId', '=', ingestId)
      .execute()
    return ingestId
  }

  it('are left to its own service: asking for them here would end them as invented', async () => {
    countCalls()
    const ingestId = await claimedForOther()

    await one(plant())

    const rows = service.database.queries.selectFrom('ingest').select(['state', 'tries'])
    expect(await rows.where('ingestId', '=', ingestId).execute()).toEqual([{ state: 'pending', tries: 1 }])
    expect(mediaCalls()).toBe(2)
  })

  it('are told as expired once their time is over, and their rows stay as they are for their own service', async () => {
    countCalls()
    const ingestId = await claimedForOther({ deadlineAt: service.clock.now() - HOUR_SECONDS * 1_000 })

    expect(await ann.ingestOf(ingestId)).toMatchObject(failure('MEDIA_EXPIRED'))
    await one(plant())

    const rows = service.database.queries.selectFrom('ingest').select(['state', 'tries', 'dueAt'])
    expect(await rows.where('ingestId', '=', ingestId).execute()).toEqual([{ state: 'pending', tries: 1, dueAt: 0 }])
    expect(mediaCalls()).toBe(2)
  })
})

describe('what a try that died has left', () => {
  const dead = 'photos/of-a-try-that-died'
  let store: FakeObjectStore
  beforeEach(async () => {
    store = new FakeObjectStore()
    await restart({ store })
  })

  /** As a process leaves it that was killed after it had written. @returns the ingest, which is due again */
  async function died(dueAt: number): Promise<string> {
    const [ingest] = await ann.ingest([plant()])
    const ingestId = ingest?.ingestId ?? ''
    await service.database.queries.deleteFrom('photo').execute()
    store.objects.clear()
    store.post(dead, photoBytes())
    await service.database.queries
      .updateTable('ingest')
      .set({ state: 'pending', photoId: null, objectKey: dead, leaseOwner: 'a'.repeat(32), dueAt })
      .where('ingestId', '=', ingestId)
      .execute()
    return ingestId
  }

  function bucketRefusesOnce(): void {
    store.at('before deleteMany', () => {
      throw new AppError('STORAGE_UNAVAILABLE', 'as told')
    })
  }

  it('goes with its account, though the bucket refuses at first', async () => {
    await died(Number.MAX_SAFE_INTEGER)
    bucketRefusesOnce()

    expect((await ann.send('DELETE', '/v1/me')).status).toBe(503)
    expect((await ann.send('DELETE', '/v1/me')).status).toBe(204)

    expect([...store.objects.keys()]).toEqual([])
    expect(await service.database.queries.selectFrom('ingest').selectAll().execute()).toEqual([])
  })

  it('goes before the next try writes, though the bucket refuses at first', async () => {
    const ingestId = await died(0)
    bucketRefusesOnce()

    expect(await ended(ann, { ingestId })).toMatchObject({ state: 'ready' })
    expect([...store.objects.keys()]).toEqual([expect.stringMatching(`^photos/${ann.userId}/${ingestId}/`)])
  })

  it('goes with its account where the picture was a photo of the person already and the bucket refused', async () => {
    const bytes = photoBytes()
    const { photo } = await one(plant({ bytes }))
    bucketRefusesOnce()

    expect(await one(plant({ bytes }))).toMatchObject({ state: 'ready', photo: { photoId: photo?.photoId } })
    expect([...store.objects.keys()]).toHaveLength(2)
    expect((await ann.send('DELETE', '/v1/me')).status).toBe(204)

    expect([...store.objects.keys()]).toEqual([])
  })

  it('is named by its row until it has gone', async () => {
    const ingestId = await died(0)
    const named = Promise.withResolvers<string | null | undefined>()
    store.at('before deleteMany', async () => {
      const row = service.database.queries.selectFrom('ingest').select('objectKey').where('ingestId', '=', ingestId)
      named.resolve((await row.executeTakeFirst())?.objectKey)
    })

    await ended(ann, { ingestId })

    expect(await named.promise).toBe(dead)
  })
})

it('an old row whose object cannot be deleted keeps no other waiting', async () => {
  class StuckStore extends FakeObjectStore {
    override deleteMany(keys: readonly string[]) {
      if (keys.includes('photos/stuck')) return Promise.reject(new AppError('STORAGE_UNAVAILABLE', 'as told'))
      return super.deleteMany(keys)
    }
  }
  await restart({
    store: new StuckStore(),
    ingestAnswerWithinMs: 1,
    environment: { LIMIT_REQUESTS_PER_MINUTE: '1000000' },
  })
  const old = await one(plant())
  await service.database.queries
    .updateTable('ingest')
    .set({ state: 'failed', photoId: null, error: 'PHOTO_EMPTY', objectKey: 'photos/stuck', deadlineAt: 0 })
    .where('ingestId', '=', old.ingestId)
    .execute()
  service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '-1' }, times: 1 })
  const [ingest] = await ann.ingest([plant({ bytes: photoBytes('image/jpeg', 777) })])

  expect(ingest).toMatchObject({ state: 'pending' })
  // Nobody asks for it: the instance itself goes on after the pause.
  while (!(await ann.gallery()).photos.some(({ byteLength }) => byteLength === 777));
  expect(service.logText()).toContain('no look for ingests')
})

describe('bounds', () => {
  it.each([
    ['51 ids', { pickId: 'p', mediaIds: Array.from({ length: 51 }, (_, index) => `m${index}`) }, 400],
    ['no ids', { pickId: 'p', mediaIds: [] }, 400],
    ['an id that is none', { pickId: 'p', mediaIds: ['../secret'] }, 400],
    ['a field too many', { pickId: 'p', mediaIds: ['m'], userId: 'x' }, 400],
    ['a body over 64 KiB', { pickId: 'p', mediaIds: ['m'.repeat(65_536)] }, 413],
  ])('refuse %s', async (_, body, status) => {
    countCalls()

    expect((await ann.send('POST', '/v1/ingests', body)).status).toBe(status)
    expect(mediaCalls()).toBe(0)
  })

  it('count ids as grant calls, so that a leaked token asks WeChat for no more', async () => {
    await restart({ environment: { LIMIT_GRANTS_PER_MINUTE: '60' } })
    // The limit is of a minute by the clock: all calls fall into one that has just begun.
    service.clock.advanceSeconds(60 - (Math.floor(service.clock.now() / 1_000) % 60))
    countCalls()
    const mediaIds = (call: number) => Array.from({ length: 50 }, (_, index) => `invented-${call}-${index}`)

    const answers = []
    for (let calls = 0; calls < 4; calls++)
      answers.push(
        await ann.send<{ error: { code: string } }>('POST', '/v1/ingests', { pickId: 'p', mediaIds: mediaIds(calls) }),
      )

    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429, 429])
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(mediaCalls()).toBeLessThanOrEqual(100)
  })

  it('claim no more ids a day than photos, so that one person uses no WeChat quota of a day up', async () => {
    await restart({ environment: { QUOTA_PHOTOS_PER_DAY: '5' } })
    countCalls()
    await ann.ingest(['invented-1', 'invented-2', 'invented-3', 'invented-4'])
    const mediaIds = [plant(), plant({ bytes: photoBytes('image/jpeg', 222) })] as const

    const today = await ann.ingest([...mediaIds])
    const calls = mediaCalls()
    const again = await ann.ingest([...mediaIds])
    service.clock.advanceSeconds(24 * HOUR_SECONDS)
    ann = await service.loginAgain(ann)

    expect(today).toMatchObject([{ state: 'ready' }, failure('DAILY_QUOTA_EXCEEDED')])
    expect(again).toMatchObject([{ state: 'ready' }, failure('DAILY_QUOTA_EXCEEDED')])
    expect(calls).toBe(5)
    expect(await one(mediaIds[1])).toMatchObject({ state: 'ready' })
  })

  it('take an id again that found no photo left that day, the next day and not before', async () => {
    await restart({ environment: { QUOTA_PHOTOS_PER_DAY: '1' } })
    await ann.store(photoBytes('image/jpeg', 111))
    countCalls()
    const mediaId = plant()

    const first = await one(mediaId)
    const sameDay = await one(mediaId)
    const calls = mediaCalls()
    service.clock.advanceSeconds(24 * HOUR_SECONDS)
    ann = await service.loginAgain(ann)

    expect(first).toMatchObject(failure('DAILY_QUOTA_EXCEEDED'))
    expect(sameDay).toEqual(first)
    expect(calls).toBe(1)
    expect(await one(mediaId)).toMatchObject({ ingestId: first.ingestId, state: 'ready' })
  })

  it('take an id again that found no space, once photos were deleted, and ask WeChat for it no more than twenty times', async () => {
    await restart({ environment: { QUOTA_BYTES: '1500', LIMIT_GRANTS_PER_MINUTE: '1000' } })
    const photo = await ann.store(photoBytes('image/jpeg', 1_000))
    countCalls()
    const [mediaId, large] = [
      plant({ bytes: photoBytes('image/jpeg', 900) }),
      plant({ bytes: photoBytes('image/jpeg', 1_501) }),
    ]

    const first = await one(mediaId)
    await ann.send('DELETE', `/v1/photos/${photo.photoId}`)
    const second = await one(mediaId)
    for (let asked = 0; asked < 25; asked++) await one(large)

    expect(first).toMatchObject(failure('QUOTA_EXCEEDED'))
    expect(second).toMatchObject({ ingestId: first.ingestId, state: 'ready' })
    expect(await one(large)).toMatchObject(failure('QUOTA_EXCEEDED'))
    expect(mediaCalls()).toBe(2 + 20)
  })

  it('hold the quota, however many come at once', async () => {
    await restart({ environment: { QUOTA_BYTES: '3500' } })
    const mediaIds = Array.from({ length: 8 }, () => plant())

    const ingests = await Promise.all(mediaIds.map((mediaId) => one(mediaId)))

    expect(ingests.filter(({ state }) => state === 'ready')).toHaveLength(3)
    for (const { error } of ingests.filter(({ state }) => state === 'failed'))
      expect(error?.code).toBe('QUOTA_EXCEEDED')
    expect(service.objects()).toHaveLength(3)
  })

  it('need a token, and a service account', async () => {
    const { status } = await call(service.url, {
      method: 'POST',
      path: '/v1/ingests',
      body: { pickId: 'p', mediaIds: ['m'] },
    })
    expect(status).toBe(401)

    await restart({ environment: { OFFICIAL_APPID: '', OFFICIAL_SECRET: '', H5_ORIGINS: '' } })
    for (const [method, path] of [
      ['POST', '/v1/ingests'],
      ['GET', '/v1/ingests/x'],
    ] as const) {
      const answer = await ann.send<{ error: { code: string } }>(
        method,
        path,
        method === 'POST' ? { pickId: 'p', mediaIds: ['m'] } : undefined,
      )
      expect([answer.status, answer.body.error.code]).toEqual([501, 'WEB_PAGE_UNAVAILABLE'])
    }
  })
})

describe('a deadline that nears', () => {
  it('is in the log and the metrics before it is missed', async () => {
    service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '-1' } })
    await ann.ingest([plant()])
    expect(await metricsText()).toMatch(/^photolift_ingests_near_deadline 0$/m)

    service.clock.advanceSeconds(61 * HOUR_SECONDS)
    ann = await service.loginAgain(ann)
    while (!service.logText().includes('ingests near their deadline')) await ann.gallery()

    const text = await metricsText()
    expect(text).toMatch(/^photolift_ingests_near_deadline 1$/m)
    expect(text).toMatch(/^photolift_ingests_pending 1$/m)
    expect(Number(/^photolift_ingest_oldest_pending_seconds (\d+)/m.exec(text)?.[1])).toBeGreaterThan(60 * HOUR_SECONDS)
    // Each instance counts its own tries, and each call of three reaches another instance.
    const all = [text, await metricsText(), await metricsText()].join('\n')
    expect(all).toMatch(/^photolift_ingests_total\{outcome="put-off"\} \d+$/m)
  })

  async function metricsText(): Promise<string> {
    return (await call<string>(service.url, { method: 'GET', path: '/metrics' })).body
  }
})

it('no log tells a media id, a token or the secret', async () => {
  const mediaId = plant()
  service.emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '-1' }, times: 1 })

  await one(mediaId)
  await one('invented')

  const text = service.logText()
  expect(text).toContain('ingest ready')
  expect(text).not.toContain(mediaId)
  expect(text).not.toContain(WITH_ACCOUNT.OFFICIAL_SECRET)
  expect(text).not.toContain('access_token')
})
