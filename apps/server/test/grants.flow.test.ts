import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { UploadGrant, UploadGrantRequest } from '@photolift/contracts'
import { type Client, postForm, uploadRequest } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'

const PHOTO_BYTES = 1_000
const TTL_SECONDS = 600

let service: RunningService
let ann: Client

/** Room for ten photos of {@link PHOTO_BYTES}, twenty a day. */
beforeEach(async () => {
  service = await runService({
    environment: { QUOTA_BYTES: String(10 * PHOTO_BYTES), QUOTA_PHOTOS_PER_DAY: '20', PHOTO_MAX_BYTES: '2000' },
  })
  ann = await service.person('ann')
})
afterEach(() => service.close())

const newPhoto = (attributes: Partial<UploadGrantRequest> = {}) =>
  uploadRequest(photoBytes('image/jpeg', PHOTO_BYTES), attributes)

function newPhotos(count: number): UploadGrantRequest[] {
  return Array.from({ length: count }, () => newPhoto())
}

function codesOf(grants: readonly UploadGrant[]): string[] {
  return grants.map((grant) => (grant.kind === 'refused' ? grant.error.code : grant.kind))
}

describe('a task that is asked for again', () => {
  it('gives the same photo and key, and a form that works', async () => {
    const bytes = photoBytes()
    const request = uploadRequest(bytes)
    const first = await ann.grant(request)
    service.clock.advanceSeconds(1)

    const second = await ann.grant(request)

    expect(second).toMatchObject({ photoId: first.photoId, key: first.key })
    expect(second.expiresAt > first.expiresAt).toBe(true)
    expect((await postForm(first, bytes)).status).toBe(200)
  })

  it('gives one photo however many ask at once, and takes quota once', async () => {
    const request = newPhoto()

    const grants = await Promise.all(Array.from({ length: 20 }, () => ann.grant(request)))

    expect(new Set(grants.map(({ photoId }) => photoId)).size).toBe(1)
    expect(codesOf(await ann.authorize(...newPhotos(10)))).toEqual([...Array(9).fill('form'), 'QUOTA_EXCEEDED'])
  })

  it.each<[string, Partial<UploadGrantRequest>]>([
    ['pickId', { pickId: 'another' }],
    ['position', { position: 7 }],
    ['byteLength', { byteLength: PHOTO_BYTES - 1 }],
    ['contentType', { contentType: 'image/png' }],
    ['contentMd5', { contentMd5: '0'.repeat(32) }],
  ])('with another %s is refused, alone in its call', async (_, change) => {
    const request = newPhoto()
    await ann.grant(request)

    const grants = await ann.authorize({ ...request, ...change }, newPhoto())

    expect(codesOf(grants)).toEqual(['TASK_CONFLICT', 'form'])
  })

  it('keeps its first name', async () => {
    const request = newPhoto({ name: 'first.jpg' })
    await ann.grant(request)

    const { photoId } = await ann.grant({ ...request, name: 'second.jpg' })

    expect((await ann.photo(photoId)).name).toBe('first.jpg')
  })

  it('differs by case, since ids are compared byte by byte', async () => {
    const lower = await ann.grant(newPhoto({ taskId: 'task-a' }))
    const upper = await ann.grant(newPhoto({ taskId: 'Task-A' }))

    expect(upper.photoId).not.toBe(lower.photoId)
  })

  it('after its photo is ready gives that photo', async () => {
    const bytes = photoBytes()
    const request = uploadRequest(bytes)
    const photo = await ann.store(bytes, request)

    expect(await ann.authorize(request)).toEqual([{ kind: 'stored', taskId: request.taskId, photo }])
  })

  it('after its photo was deleted or rejected does not bring it back', async () => {
    const bytes = photoBytes()
    const deleted = uploadRequest(bytes)
    const { photoId } = await ann.store(bytes, deleted)
    await ann.send('DELETE', `/v1/photos/${photoId}`)
    const text = Buffer.from('no photo at all')
    const rejected = uploadRequest(text)
    const grant = await ann.grant(rejected)
    await postForm(grant, text)
    await ann.confirm(grant.photoId)

    const grants = await ann.authorize(deleted, rejected)

    expect(codesOf(grants)).toEqual(['PHOTO_DELETED', 'PHOTO_TYPE_UNSUPPORTED'])
  })
})

describe('bytes that are stored already', () => {
  it('are not sent again: another task gets the existing photo, in its old pick, at no cost', async () => {
    const bytes = photoBytes('image/jpeg', PHOTO_BYTES)
    const photo = await ann.store(bytes)
    const again = uploadRequest(bytes)

    const [grant] = await ann.authorize(again)

    expect(grant).toEqual({ kind: 'stored', taskId: again.taskId, photo })
    expect(codesOf(await ann.authorize(...newPhotos(9)))).toEqual(Array(9).fill('form'))
  })

  it('are sent again once the photo is deleted', async () => {
    const bytes = photoBytes()
    const { photoId } = await ann.store(bytes)
    await ann.send('DELETE', `/v1/photos/${photoId}`)

    expect(codesOf(await ann.authorize(uploadRequest(bytes)))).toEqual(['form'])
  })
})

describe('a photo that nobody is granted', () => {
  it.each<[string, Partial<UploadGrantRequest>]>([
    ['PHOTO_EMPTY', { byteLength: 0 }],
    ['PHOTO_TOO_LARGE', { byteLength: 2_001 }],
    ['PHOTO_TYPE_UNSUPPORTED', { contentType: 'image/svg+xml' as 'image/png' }],
  ])('is %s, alone in its call', async (code, change) => {
    const grants = await ann.authorize(newPhoto(change), newPhoto())

    expect(codesOf(grants)).toEqual([code, 'form'])
  })
})

describe('the quota of a person', () => {
  it('for ten holds against fifty calls at once', async () => {
    const calls = newPhotos(50).map((photo) => ann.authorize(photo))

    const codes = codesOf((await Promise.all(calls)).flat())

    expect(codes.filter((code) => code === 'form')).toHaveLength(10)
    expect(codes.filter((code) => code === 'QUOTA_EXCEEDED')).toHaveLength(40)
  })

  it('is taken photo by photo inside a call', async () => {
    const grants = await ann.authorize(...newPhotos(9), newPhoto({ byteLength: 1_001 }), newPhoto())

    expect(codesOf(grants)).toEqual([...Array(9).fill('form'), 'QUOTA_EXCEEDED', 'form'])
  })

  it("is that person's alone", async () => {
    await ann.authorize(...newPhotos(10))
    const bob = await service.person('bob')

    expect(codesOf(await bob.authorize(newPhoto()))).toEqual(['form'])
  })

  it('comes back with each photo that is deleted, pending or stored, once', async () => {
    const stored = await ann.store(photoBytes('image/jpeg', PHOTO_BYTES))
    const grants = await ann.authorize(...newPhotos(9))
    const pendingIds = grants.flatMap((grant) => (grant.kind === 'form' ? [grant.photoId] : []))

    for (const photoId of [stored.photoId, stored.photoId, ...pendingIds])
      await ann.send('DELETE', `/v1/photos/${photoId}`)

    expect(codesOf(await ann.authorize(...newPhotos(11)))).toEqual([...Array(10).fill('form'), 'QUOTA_EXCEEDED'])
  })

  it('comes back with a rejected photo', async () => {
    const text = Buffer.alloc(PHOTO_BYTES, 'text')
    const grant = await ann.grant(uploadRequest(text))
    await postForm(grant, text)
    await ann.confirm(grant.photoId)

    expect(codesOf(await ann.authorize(...newPhotos(10)))).toEqual(Array(10).fill('form'))
  })

  it('comes back when a grant ends unused; nothing of it is visible and its object is deleted', async () => {
    const bytes = photoBytes('image/jpeg', PHOTO_BYTES)
    const grant = await ann.grant(uploadRequest(bytes))
    await postForm(grant, bytes)
    await ann.authorize(...newPhotos(9))
    service.clock.advanceSeconds(TTL_SECONDS)

    const grants = await ann.authorize(...newPhotos(10))

    expect(codesOf(grants)).toEqual(Array(10).fill('form'))
    expect((await ann.gallery()).photos).toEqual([])
    expect(service.objects()).toEqual([])
  })

  it('of a lapsed task is taken anew when the task comes again: same photo, a key that the old form cannot reach', async () => {
    const request = newPhoto()
    const first = await ann.grant(request)
    service.clock.advanceSeconds(TTL_SECONDS)

    const second = await ann.grant(request)

    expect(second.photoId).toBe(first.photoId)
    expect(second.key).not.toBe(first.key)
    expect(codesOf(await ann.authorize(...newPhotos(10)))).toEqual([...Array(9).fill('form'), 'QUOTA_EXCEEDED'])
  })

  it('of a lapsed grant is taken anew by a late confirm, if there is any left', async () => {
    const bytes = [photoBytes('image/jpeg', PHOTO_BYTES), photoBytes('image/jpeg', PHOTO_BYTES)] as const
    const first = await ann.grant(uploadRequest(bytes[0]))
    const second = await ann.grant(uploadRequest(bytes[1]))
    service.clock.advanceSeconds(TTL_SECONDS)
    await ann.authorize(...newPhotos(9))
    // The lapsed objects were deleted; a slow upload that began in time ends only now.
    await postForm(first, bytes[0])
    await postForm(second, bytes[1])

    const early = await ann.confirm(first.photoId)
    const late = await ann.confirm(second.photoId)

    expect(early).toMatchObject([{ photo: { status: 'ready' } }])
    expect(late).toMatchObject([{ error: { code: 'QUOTA_EXCEEDED' } }])
    expect((await ann.photo(second.photoId)).status).toBe('pending')
  })

  it('of a grant that has ended but not lapsed yet is still held for its confirm', async () => {
    const bytes = photoBytes()
    const grant = await ann.grant(uploadRequest(bytes))
    await postForm(grant, bytes)
    service.clock.advanceSeconds(TTL_SECONDS + 60)

    expect(await ann.confirm(grant.photoId)).toMatchObject([{ photo: { status: 'ready' } }])
  })

  it('comes back when the account is deleted, even if the bucket stops that half way', async () => {
    await ann.store(photoBytes('image/jpeg', PHOTO_BYTES))
    await ann.authorize(...newPhotos(9))
    service.emulator.faults.add({ service: 'cos', fault: { status: 503 } })

    const { status } = await ann.send('DELETE', '/v1/me')

    expect(status).toBe(503)
    expect(codesOf(await ann.authorize(...newPhotos(11)))).toEqual([...Array(10).fill('form'), 'QUOTA_EXCEEDED'])
  })

  it('of a day counts what was confirmed, kept or not, and begins anew at midnight in China', async () => {
    // The service's clock leaves the emulator's behind, whose bucket would refuse these forms.
    const store = new FakeObjectStore()
    const other = await runService({ store, environment: { QUOTA_PHOTOS_PER_DAY: '20' } })
    const bob = await other.person('bob')
    const intoTheDayMs = (other.clock.now() + 8 * 3_600_000) % 86_400_000
    other.clock.advanceSeconds((86_400_000 - intoTheDayMs) / 1_000)
    const morning = await other.loginAgain(bob)
    for (let count = 0; count < 15; count++) {
      const bytes = photoBytes()
      const { key, photoId } = await morning.grant(uploadRequest(bytes))
      store.post(key, bytes)
      await morning.confirm(photoId)
      await morning.send('DELETE', `/v1/photos/${photoId}`)
    }

    const sameDay = await morning.authorize(...newPhotos(6))
    other.clock.advanceSeconds(86_400)
    const nextDay = await (await other.loginAgain(bob)).authorize(...newPhotos(6))
    await other.close()

    expect(codesOf(sameDay)).toEqual([...Array(5).fill('form'), 'DAILY_QUOTA_EXCEEDED'])
    expect(codesOf(nextDay)).toEqual(Array(6).fill('form'))
  })
})
