import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError, type MultipartGrant } from '@photolift/contracts'
import { type Client, uploadRequest } from './client.js'
import { FakeObjectStore, type Moment } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'

const MIB = 1024 * 1024
const granted = photoBytes('image/jpeg', 2 * MIB + 5)

let store: FakeObjectStore
let service: RunningService
let ann: Client
let grant: MultipartGrant
let uploadId: string

beforeEach(async () => {
  store = new FakeObjectStore()
  service = await runService({ store, environment: { MULTIPART_THRESHOLD_BYTES: String(MIB) } })
  ann = await service.person('ann')
  grant = await ann.grantInParts(uploadRequest(granted))
  await ann.parts(grant.photoId)
  uploadId = [...store.uploads.keys()][0] as string
  for (const [index, part] of partsOf(granted).entries()) store.putPart(uploadId, index + 1, part)
})
afterEach(() => service.close())

const partsOf = (bytes: Buffer) => [bytes.subarray(0, MIB), bytes.subarray(MIB, 2 * MIB), bytes.subarray(2 * MIB)]
const remove = async () => void (await ann.send('DELETE', `/v1/photos/${grant.photoId}`))

async function confirmed(): Promise<string> {
  const [result] = await ann.confirm(grant.photoId)
  return result !== undefined && 'error' in result ? result.error.code : 'ready'
}

async function expectOnePhoto(): Promise<void> {
  expect((await ann.gallery()).photos).toHaveLength(1)
  expect([...store.objects.values()].map(({ bytes }) => bytes.equals(granted))).toEqual([true])
  expect(store.uploads.size).toBe(0)
}

async function expectNothing(): Promise<void> {
  expect((await ann.gallery()).photos).toEqual([])
  expect([...store.objects.keys()]).toEqual([])
  expect(store.uploads.size).toBe(0)
}

describe('two confirms of a photo in parts', () => {
  it('at once give one photo and leave nothing else', async () => {
    expect(await Promise.all([confirmed(), confirmed(), confirmed()])).toEqual(['ready', 'ready', 'ready'])
    await expectOnePhoto()
  })

  it.each<Moment>([
    'before listParts',
    'after listParts',
    'before completeMultipart',
    'after completeMultipart',
    'before copy',
    'after copy',
    'before prove',
    'before read',
    'after read',
    'before deleteMany',
  ])('one of them running through %s of the other, give one photo', async (moment) => {
    store.at(moment, async () => void (await confirmed()))

    expect(await confirmed()).toBe('ready')
    await expectOnePhoto()
  })
})

describe('a part that comes while confirm runs', () => {
  it('between the look and the making, with other bytes, is waited for and then judged', async () => {
    store.at('after listParts', () => store.putPart(uploadId, 1, Buffer.alloc(MIB, 'x')))

    expect(await confirmed()).toBe('CONFIRM_PENDING')
    expect((await ann.photo(grant.photoId)).status).toBe('pending')
    expect(await confirmed()).toMatch(/PHOTO_NOT_AS_GRANTED|PHOTO_TYPE_UNSUPPORTED/)
    await expectNothing()
  })

  it('between the look and the making, with the same bytes, changes nothing', async () => {
    store.at('after listParts', () => store.putPart(uploadId, 1, granted.subarray(0, MIB)))

    expect(await confirmed()).toBe('ready')
    await expectOnePhoto()
  })

  it('with a number that was never granted gets the photo rejected', async () => {
    store.putPart(uploadId, 4, Buffer.alloc(MIB))

    expect(await confirmed()).toBe('PHOTO_NOT_AS_GRANTED')
    await expectNothing()
  })

  it('with a length that was never granted gets the photo rejected', async () => {
    store.putPart(uploadId, 2, Buffer.alloc(MIB + 1))

    expect(await confirmed()).toBe('PHOTO_NOT_AS_GRANTED')
    await expectNothing()
  })
})

describe('a deletion while a photo in parts is confirmed', () => {
  it.each<Moment>([
    'before listParts',
    'after listParts',
    'before completeMultipart',
    'after completeMultipart',
    'before copy',
    'after copy',
    'before prove',
    'after read',
  ])('%s wins and leaves nothing', async (moment) => {
    store.at(moment, remove)

    expect(await confirmed()).toBe('PHOTO_DELETED')
    await expectNothing()
  })

  it.each<Moment>(['before abortMultiparts', 'after abortMultiparts', 'before deleteMany'])(
    'whose %s meets a confirm leaves nothing either',
    async (moment) => {
      store.at(moment, async () => void (await confirmed()))

      await remove()

      expect(await confirmed()).toBe('PHOTO_DELETED')
      await expectNothing()
    },
  )
})

describe('a reply of the bucket that was lost', () => {
  const lost = () => {
    throw new AppError('STORAGE_UNAVAILABLE', 'the reply was lost')
  }

  it.each<Moment>(['after listParts', 'after completeMultipart', 'after copy', 'after prove', 'before read'])(
    '%s, leaves the photo pending, and the next confirm finds what there is',
    async (moment) => {
      store.at(moment, lost)

      expect(await confirmed()).toBe('STORAGE_UNAVAILABLE')
      expect((await ann.photo(grant.photoId)).status).toBe('pending')
      expect(await confirmed()).toBe('ready')
      await expectOnePhoto()
    },
  )

  it('after the parts became an object: whoever asks for parts hears that all are there', async () => {
    store.at('after completeMultipart', lost)
    await confirmed()

    const { parts } = await ann.parts(grant.photoId)

    expect(parts.map(({ stored }) => stored)).toEqual([true, true, true])
    expect(store.uploads.size).toBe(0)
  })
})

describe('calls for parts', () => {
  it('that come first together begin one upload', async () => {
    const { photoId } = await ann.grantInParts(uploadRequest(photoBytes('image/jpeg', 2 * MIB)))

    const answers = await Promise.all(Array.from({ length: 5 }, () => ann.parts(photoId)))

    const urls = answers.flatMap(({ parts }) => parts.map((part) => (part.stored ? '' : part.url)))
    expect(new Set(urls).size).toBe(2)
    expect([...store.uploads.values()].filter(({ key }) => key.includes(photoId))).toHaveLength(1)
  })

  it('during which the photo is deleted leave no upload behind', async () => {
    const { photoId } = await ann.grantInParts(uploadRequest(photoBytes('image/jpeg', 2 * MIB)))
    store.at('after initiateMultipart', async () => void (await ann.send('DELETE', `/v1/photos/${photoId}`)))

    expect(await ann.partsRefusal(photoId)).toEqual({ status: 410, code: 'PHOTO_DELETED' })
    expect([...store.uploads.values()].filter(({ key }) => key.includes(photoId))).toEqual([])
  })
})

describe('a grant that ended before its photo was confirmed', () => {
  const ends = () => service.clock.advanceSeconds(601)
  const arrived = async () => (await ann.parts(grant.photoId)).parts.map(({ stored }) => stored)

  it("is dropped with its parts at that person's next call for another photo", async () => {
    ends()

    await ann.grant(uploadRequest(photoBytes()))

    expect(store.uploads.size).toBe(0)
    expect(await confirmed()).toBe('PHOTO_NOT_UPLOADED')
  })

  it('goes on with its parts where its own task comes again', async () => {
    const request = uploadRequest(granted)
    const first = await ann.grantInParts(request)
    await ann.parts(first.photoId)
    const begun = [...store.uploads.keys()].at(-1) as string
    store.putPart(begun, 1, granted.subarray(0, MIB))
    ends()

    const again = await ann.grantInParts(request)

    expect(again).toMatchObject({ photoId: first.photoId, key: first.key })
    expect((await ann.parts(first.photoId)).parts.map(({ stored }) => stored)).toEqual([true, false, false])
  })

  it('is made to last by a call for parts', async () => {
    ends()

    expect(await arrived()).toEqual([true, true, true])
    await ann.grant(uploadRequest(photoBytes()))

    expect(await confirmed()).toBe('ready')
    await expectOnePhoto()
  })

  it('begins anew after its parts were dropped, and takes its quota again', async () => {
    ends()
    await ann.grant(uploadRequest(photoBytes()))

    expect(await arrived()).toEqual([false, false, false])
    expect(store.uploads.size).toBe(1)
  })
})
