import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { AppError, type EditOperation, type ErrorEnvelope, type Photo } from '@photolift/contracts'
import { EditReservations } from '../src/edit/edit-reservations.js'
import { type Answer, type Client, uploadRequest } from './client.js'
import { FakeObjectStore, type Moment } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { fourFields, phonePhoto } from './pictures.js'
import { type RunningService, type RunOptions, runService } from './running-service.js'
import { until } from './until.js'

const grey: EditOperation = { kind: 'greyscale' }
const QUOTA_BYTES = 100_000

let store: FakeObjectStore
let service: RunningService
let ann: Client
let photo: Photo

beforeEach(() => start())
afterEach(() => service.close())

async function start(limits: Pick<RunOptions, 'editAnswerWithinMs'> = {}): Promise<void> {
  store = new FakeObjectStore()
  service = await runService({ store, environment: { QUOTA_BYTES: String(QUOTA_BYTES) }, ...limits })
  ann = await service.person('ann')
  photo = await storePhoto(Buffer.from(await phonePhoto()))
}

/** Where a test is about calls whose time is up; elsewhere a busy machine has as long as in operation. */
async function startInAHurry(): Promise<void> {
  await service.close()
  await start({ editAnswerWithinMs: 1_500 })
}

async function storePhoto(
  bytes: Buffer<ArrayBuffer>,
  contentType: Photo['contentType'] = 'image/jpeg',
): Promise<Photo> {
  const grant = await ann.grant(uploadRequest(bytes, { contentType }))
  store.post(grant.key, bytes, contentType)
  const [result] = await ann.confirm(grant.photoId)
  if (result === undefined || !('photo' in result)) throw new Error('not confirmed')
  return result.photo
}

const remove = (photoId: string) => ann.send('DELETE', `/v1/photos/${photoId}`)
const sendEdit = (...operations: EditOperation[]): Promise<Answer<Photo & ErrorEnvelope>> =>
  ann.send('POST', `/v1/photos/${photo.photoId}/edits`, { operations })

/** Space that is left, as grants see it: what an edit holds or leaks is missing. */
async function spaceLeft(): Promise<boolean> {
  const { photos } = await ann.gallery()
  const held = photos.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const [exact] = await ann.authorize(uploadRequest(photoBytes('image/jpeg', QUOTA_BYTES - held)))
  return exact?.kind === 'form'
}

const moments: Moment[] = ['before read', 'after read', 'before write', 'after write', 'before prove', 'after prove']

describe('a deletion while an edit runs', () => {
  it.each(moments)('of the source wins %s: nothing of it lives on', async (moment) => {
    store.calls.length = 0
    store.at(moment, async () => void (await remove(photo.photoId)))

    const refusal = await ann.editRefusal(photo.photoId, grey)

    expect(refusal).toEqual({ status: 404, code: 'PHOTO_NOT_FOUND' })
    expect([...store.objects.keys()]).toEqual([])
    expect((await ann.gallery()).photos).toEqual([])
    expect(await spaceLeft()).toBe(true)
  })

  it('of a mark wins too', async () => {
    const mark = await storePhoto(Buffer.from(await fourFields({ width: 8, height: 8 }).png().toBuffer()), 'image/png')
    store.at('after write', async () => void (await remove(mark.photoId)))

    const refusal = await ann.editRefusal(photo.photoId, {
      kind: 'watermark',
      photoId: mark.photoId,
      place: 'north',
      scale: 0.5,
      opacity: 0.5,
    })

    expect(refusal).toEqual({ status: 404, code: 'PHOTO_NOT_FOUND' })
    expect((await ann.gallery()).photos.map(({ photoId }) => photoId)).toEqual([photo.photoId])
    expect(store.objects.size).toBe(1)
  })

  it.each(moments)('of the account wins %s, and leaves no object', async (moment) => {
    store.at(moment, async () => void (await ann.send('DELETE', '/v1/me')))

    const { status } = await ann.editRefusal(photo.photoId, grey)

    expect(status).toBeGreaterThanOrEqual(400)
    expect([...store.objects.keys()]).toEqual([])
  })

  it('of its result, right after it, gives space and object back', async () => {
    const edited = await ann.edit(photo.photoId, grey)

    await remove(edited.photoId)

    expect(store.objects.size).toBe(1)
    expect(await spaceLeft()).toBe(true)
  })
})

describe('a bucket that fails', () => {
  const unavailable = () => {
    throw new AppError('STORAGE_UNAVAILABLE', 'no answer')
  }

  it.each(moments)('%s costs nothing, and the same call succeeds later', async (moment) => {
    store.at(moment, unavailable)

    const failed = await ann.editRefusal(photo.photoId, grey)
    const objects = store.objects.size
    const isGivenBack = await spaceLeft()
    // The grant that filled the space up.
    service.clock.advanceSeconds(601)

    expect(failed).toEqual({ status: 503, code: 'STORAGE_UNAVAILABLE' })
    expect(objects).toBe(1)
    expect(isGivenBack).toBe(true)
    await ann.authorize(uploadRequest(photoBytes('image/jpeg', 10)))
    expect((await ann.edit(photo.photoId, grey)).status).toBe('ready')
  })

  it('with something unforeseen gives everything back', async () => {
    store.at('before write', () => {
      throw new TypeError('unforeseen')
    })

    expect(await ann.editRefusal(photo.photoId, grey)).toEqual({ status: 500, code: 'INTERNAL' })

    expect(store.objects.size).toBe(1)
    expect(await spaceLeft()).toBe(true)
  })

  it('that holds other bytes than were written never makes a photo of them', async () => {
    store.at('before prove', () => {
      const key = [...store.objects.keys()].at(-1) as string
      store.post(key, photoBytes('image/jpeg', 400))
    })

    expect(await ann.editRefusal(photo.photoId, grey)).toEqual({ status: 503, code: 'STORAGE_UNAVAILABLE' })

    expect((await ann.gallery()).photos).toHaveLength(1)
    expect(store.objects.size).toBe(1)
  })

  it('is not waited for; what it stores late is there for the same call', async () => {
    await startInAHurry()
    const released = Promise.withResolvers<void>()
    store.at('before write', () => released.promise)

    const first = await sendEdit(grey)
    const second = await sendEdit(grey)
    released.resolve()

    expect([first.status, first.body.error?.code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    // It is still being made: nobody makes it twice.
    expect([second.status, second.body.error?.code]).toEqual([503, 'EDIT_BUSY'])
    expect((await ann.edit(photo.photoId, grey)).status).toBe('ready')
    expect(store.objects.size).toBe(2)
  })
})

it('calls for an edit that is being made look together whether it is, however many they are', async () => {
  await startInAHurry()
  const reserve = jest.spyOn(EditReservations.prototype, 'reserve')
  const released = Promise.withResolvers<void>()
  store.at('before write', () => released.promise)
  const CALLS = 20

  const answers = await Promise.all(Array.from({ length: CALLS }, () => sendEdit(grey)))
  const looks = reserve.mock.calls.length
  reserve.mockRestore()
  released.resolve()

  expect(new Set(answers.map(({ body }) => body.error?.code))).toEqual(new Set(['STORAGE_UNAVAILABLE', 'EDIT_BUSY']))
  // Each once; then one of an instance every 150 ms for 1.5 s, and there are three instances at most.
  expect(looks).toBeLessThanOrEqual(CALLS + 3 * 10)
  expect((await ann.edit(photo.photoId, grey)).status).toBe('ready')
})

it('one person has one edit at a time, so that others always find a place', async () => {
  const ben = await service.person('ben')
  const released = Promise.withResolvers<void>()
  store.at('before write', () => released.promise)
  const bytes = Buffer.from(await phonePhoto())
  const grant = await ben.grant(uploadRequest(bytes))
  store.post(grant.key, bytes)
  await ben.confirm(grant.photoId)

  const slow = sendEdit(grey)
  await until(() => store.calls.includes('write'))
  const second = await sendEdit({ kind: 'flip', axis: 'vertical' })
  const other = await ben.edit(grant.photoId, grey)
  released.resolve()

  expect([second.status, second.body.error?.code, second.headers.get('retry-after')]).toEqual([503, 'EDIT_BUSY', '2'])
  expect(other.status).toBe('ready')
  expect((await slow).status).toBe(200)
})

describe('an edit whose process died', () => {
  /** What a call leaves behind that never ends: it holds quota, and has written its object. */
  async function dieAfterWriting(): Promise<() => void> {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    store.at('after write', () => {
      reached.resolve()
      return released.promise
    })
    void sendEdit(grey)
    await reached.promise
    return released.resolve
  }

  it('gives quota and object back at the next authorize call, and is invisible meanwhile', async () => {
    const revive = await dieAfterWriting()
    const visible = (await ann.gallery()).photos.length
    service.clock.advanceSeconds(31)

    await ann.authorize(uploadRequest(photoBytes('image/jpeg', 10)))
    const objects = store.objects.size
    revive()

    expect(visible).toBe(1)
    expect(objects).toBe(1)
  })

  it('is made anew by the same call once its hold has lapsed; should it live after all, it takes its object away', async () => {
    const revive = await dieAfterWriting()
    service.clock.advanceSeconds(31)

    const edited = await ann.edit(photo.photoId, grey)
    revive()
    await logged('photo not edited')

    expect(edited.status).toBe('ready')
    expect((await ann.gallery()).photos).toHaveLength(2)
    expect(store.objects.size).toBe(2)
    expect(await spaceLeft()).toBe(true)
  })

  /** The late call has long been answered; the log says how it ended. */
  const logged = (message: string) => until(() => service.logText().includes(`"msg":"${message}"`))
})
