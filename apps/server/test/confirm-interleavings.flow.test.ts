import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError, type FormGrant } from '@photolift/contracts'
import { type Client, uploadRequest } from './client.js'
import { FakeObjectStore, type Moment } from './fake-object-store.js'
import { md5, photoBytes } from './photo-bytes.js'
import { type RunningService, type RunOptions, runService } from './running-service.js'

const granted = photoBytes('image/jpeg', 500)
/** Another photo of the same size and type, which the form's policy does not tell apart. */
const other = photoBytes('image/jpeg', 500)

let store: FakeObjectStore
let service: RunningService
let ann: Client
let grant: FormGrant

beforeEach(() => start())
afterEach(() => service.close())

async function start(limits: Pick<RunOptions, 'confirmAnswerWithinMs'> = {}): Promise<void> {
  store = new FakeObjectStore()
  service = await runService({ store, ...limits })
  ann = await service.person('ann')
  grant = await ann.grant(uploadRequest(granted))
  store.post(grant.key, granted)
}

/** Bytes that the gallery shows, one entry a photo. */
async function shownMd5s(): Promise<string[]> {
  const { photos } = await ann.gallery()
  return photos.map(({ viewUrl = '' }) =>
    md5(store.objects.get(new URL(viewUrl).pathname.slice(1))?.bytes ?? Buffer.of()),
  )
}

const finalKeys = () => [...store.objects.keys()].filter((key) => key.startsWith('photos/'))

describe('other bytes, posted with the same form while confirm runs', () => {
  const moments: Moment[] = [
    'before copy',
    'after copy',
    'before prove',
    'after prove',
    'before deleteMany',
    'after deleteMany',
  ]

  it.each(moments)('never show, posted %s', async (moment) => {
    store.at(moment, () => store.post(grant.key, other))

    const [result] = await ann.confirm(grant.photoId)

    const isReady = result !== undefined && 'photo' in result
    expect(isReady).toBe(moment !== 'before copy')
    expect(await shownMd5s()).toEqual(isReady ? [md5(granted)] : [])
    expect(finalKeys()).toHaveLength(isReady ? 1 : 0)
  })

  it('never show, posted after the photo was confirmed and confirmed again', async () => {
    await ann.confirm(grant.photoId)
    store.post(grant.key, other)

    const [again] = await ann.confirm(grant.photoId)

    expect(again).toMatchObject({ photo: { status: 'ready' } })
    expect(await shownMd5s()).toEqual([md5(granted)])
  })

  it('reject the photo for good once confirm has seen them', async () => {
    store.post(grant.key, other)
    const [first] = await ann.confirm(grant.photoId)
    store.post(grant.key, granted)

    const [second] = await ann.confirm(grant.photoId)

    for (const result of [first, second]) expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_AS_GRANTED' } })
    expect((await ann.photo(grant.photoId)).status).toBe('rejected')
  })
})

describe('a grant that lapses and is given again while confirm runs', () => {
  it('is not rejected for the bytes that came with the old form', async () => {
    const bytes = photoBytes('image/jpeg', 500)
    const request = uploadRequest(bytes)
    const old = await ann.grant(request)
    store.post(old.key, other)
    const fresh = Promise.withResolvers<FormGrant>()
    store.at('after copy', async () => {
      service.clock.advanceSeconds(600)
      fresh.resolve(await ann.grant(request))
    })

    const [slow] = await ann.confirm(old.photoId)
    store.post((await fresh.promise).key, bytes)
    const [repeated] = await ann.confirm(old.photoId)

    expect(slow).toMatchObject({ error: { code: 'PHOTO_NOT_UPLOADED' } })
    expect(repeated).toMatchObject({ photo: { status: 'ready' } })
  })
})

describe('two confirms at once', () => {
  it('give one photo, and the slower copy is taken away', async () => {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    store.at('after copy', async () => {
      reached.resolve()
      await released.promise
    })
    const slower = ann.confirm(grant.photoId)
    await reached.promise

    const [faster] = await ann.confirm(grant.photoId)
    released.resolve()
    const [late] = await slower

    expect(faster).toMatchObject({ photo: { status: 'ready' } })
    expect(late).toEqual(faster)
    expect(await shownMd5s()).toEqual([md5(granted)])
    expect(finalKeys()).toHaveLength(1)
  })

  it('never show what is posted between them: a second that is faster rejects the photo', async () => {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    store.at('after copy', async () => {
      reached.resolve()
      await released.promise
    })
    const first = ann.confirm(grant.photoId)
    await reached.promise
    store.post(grant.key, other)

    const [second] = await ann.confirm(grant.photoId)
    released.resolve()
    const [late] = await first

    // The second saw other bytes and rejected the photo before the first could make it `ready`; the first agrees.
    for (const result of [second, late]) expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_AS_GRANTED' } })
    expect(await shownMd5s()).toEqual([])
    expect(finalKeys()).toEqual([])
  })

  it('never show what is posted between them: a first that is faster has won', async () => {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    store.at('before copy', async () => {
      reached.resolve()
      await released.promise
    })
    const second = ann.confirm(grant.photoId)
    await reached.promise
    const [first] = await ann.confirm(grant.photoId)
    store.post(grant.key, other)

    released.resolve()
    const [late] = await second

    expect(late).toEqual(first)
    expect(await shownMd5s()).toEqual([md5(granted)])
    expect(finalKeys()).toHaveLength(1)
  })

  it('of twenty, exactly one wins and no copy is left', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => ann.confirm(grant.photoId)))

    const photos = results.flat().map((result) => ('photo' in result ? result.photo.viewUrl : result.error.code))
    expect(new Set(photos).size).toBe(1)
    expect(finalKeys()).toHaveLength(1)
  })
})

describe('a deletion while confirm runs', () => {
  const moments: Moment[] = ['before copy', 'after copy', 'after prove']

  it.each(moments)('wins %s, and leaves no object', async (moment) => {
    store.at(moment, async () => {
      await ann.send('DELETE', `/v1/photos/${grant.photoId}`)
    })

    const [result] = await ann.confirm(grant.photoId)

    expect(result).toMatchObject({ error: { code: 'PHOTO_DELETED' } })
    expect(await shownMd5s()).toEqual([])
    expect(finalKeys()).toEqual([])
    expect(store.objects.has(grant.key)).toBe(false)
  })

  it('of the whole account wins too', async () => {
    store.at('after prove', async () => {
      await ann.send('DELETE', '/v1/me')
    })

    const [result] = await ann.confirm(grant.photoId)

    expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_FOUND' } })
    expect([...store.objects.keys()]).toEqual([])
  })
})

describe('a bucket that fails', () => {
  const unavailable = () => {
    throw new AppError('STORAGE_UNAVAILABLE', 'no answer')
  }

  it.each<Moment>(['before copy', 'after copy', 'before prove'])(
    '%s leaves the photo pending, without a copy, and confirmable',
    async (moment) => {
      store.at(moment, unavailable)
      const [failed] = await ann.confirm(grant.photoId)
      const copies = finalKeys()

      const [repeated] = await ann.confirm(grant.photoId)

      expect(failed).toMatchObject({ error: { code: 'STORAGE_UNAVAILABLE' } })
      expect(copies).toEqual([])
      expect(repeated).toMatchObject({ photo: { status: 'ready' } })
    },
  )

  it('while it clears up costs the photo nothing', async () => {
    store.at('before deleteMany', unavailable)

    const [result] = await ann.confirm(grant.photoId)

    expect(result).toMatchObject({ photo: { status: 'ready' } })
    expect(service.logText()).toContain('leftovers not deleted')
  })

  it('with something unforeseen fails its photo alone', async () => {
    const bytes = photoBytes()
    const second = await ann.grant(uploadRequest(bytes))
    store.post(second.key, bytes)
    store.at('before copy', () => {
      throw new TypeError('unforeseen')
    })

    const results = await ann.confirm(grant.photoId, second.photoId)

    const outcomes = results.map((result) => ('error' in result ? result.error.code : result.photo.status))
    expect(outcomes.sort()).toEqual(['INTERNAL', 'ready'])
  })

  it('when the photo is deleted says so, and the next deletion finishes the work', async () => {
    await ann.confirm(grant.photoId)
    store.at('before deleteMany', unavailable)

    const first = await ann.send('DELETE', `/v1/photos/${grant.photoId}`)
    const second = await ann.send('DELETE', `/v1/photos/${grant.photoId}`)

    expect([first.status, second.status]).toEqual([503, 204])
    expect([...store.objects.keys()]).toEqual([])
  })
})

describe('a slow bucket', () => {
  // Elsewhere a busy machine has as long as in operation.
  beforeEach(async () => {
    await service.close()
    await start({ confirmAnswerWithinMs: 2_000 })
  })

  it('is not waited for: what is unfinished is CONFIRM_PENDING, and goes on behind the answer', async () => {
    const bytes = photoBytes()
    const quick = await ann.grant(uploadRequest(bytes))
    store.post(quick.key, bytes)
    const released = Promise.withResolvers<void>()
    store.at('before prove', () => released.promise)

    const results = await ann.confirm(grant.photoId, quick.photoId)
    released.resolve()

    const outcomes = results.map((result) => ('error' in result ? result.error.code : result.photo.status))
    expect(outcomes.sort()).toEqual(['CONFIRM_PENDING', 'ready'])
    for (const { photoId } of results) expect((await untilSettled(photoId)).status).toBe('ready')
  })
})

async function untilSettled(photoId: string) {
  for (;;) {
    const photo = await ann.photo(photoId)
    if (photo.status !== 'pending') return photo
  }
}
