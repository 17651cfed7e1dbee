import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import type { FakeClock } from '@photolift/platform/testing'
import type { PickedPhoto } from '../src/index.js'
import { engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'
import { readyPhoto } from './fake-upload-service.js'

describe('before anything is sent', () => {
  it.each<[string, Parameters<typeof pickedPhotos>[1], ErrorCode]>([
    ['an empty file', { byteLength: 0 }, 'PHOTO_EMPTY'],
    ['a photo over the limit', { byteLength: 5_001 }, 'PHOTO_TOO_LARGE'],
    [
      'a text file renamed .jpg',
      { prefix: [...new TextEncoder().encode('hello, I am text')] },
      'PHOTO_TYPE_UNSUPPORTED',
    ],
    ['an SVG', { prefix: [...new TextEncoder().encode('<svg xmlns="http')] }, 'PHOTO_TYPE_UNSUPPORTED'],
    [
      'a GIF where the service takes none',
      { prefix: [...new TextEncoder().encode('GIF89a')] },
      'PHOTO_TYPE_UNSUPPORTED',
    ],
    ['a file that is gone', { gone: true }, 'PHOTO_UNREADABLE'],
  ])('%s is refused', async (_, photo, errorCode) => {
    const { uploader, service, http, clock, task } = engineWorld({
      limits: { photoMaxBytes: 5_000, contentTypes: ['image/jpeg'] },
    })

    uploader.add(pickedPhotos(1, photo))
    await clock.advance(1_000)

    expect(task(0)).toMatchObject({ state: 'refused', errorCode, bytesSent: 0 })
    expect(service.authorizeCalls).toHaveLength(0)
    expect(http.transfers).toHaveLength(0)
  })

  it('takes a photo of exactly the limit', async () => {
    const { uploader, clock, states } = engineWorld({ limits: { photoMaxBytes: 5_000 } })

    uploader.add(pickedPhotos(1, { byteLength: 5_000 }))
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })

  it('lets the others go on', async () => {
    const { uploader, clock, states } = engineWorld()

    uploader.add([...pickedPhotos(1), ...pickedPhotos(1, { byteLength: 0 }), ...pickedPhotos(1)])
    await clock.advance(1_000)

    expect(states()).toEqual(['ready', 'refused', 'ready'])
    expect(uploader.snapshot().overall).toMatchObject({ photoCount: 3, readyCount: 2, failedCount: 1 })
  })
})

describe('a refusal by the service', () => {
  it('can be retried where the person can do something about it', async () => {
    const { uploader, service, clock, states, task } = engineWorld()
    service.onGrant = ({ taskId }) => ({ kind: 'refused', taskId, error: { code: 'QUOTA_EXCEEDED', message: '' } })
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    expect(states()).toEqual(['failed', 'failed'])
    expect(task(0).errorCode).toBe('QUOTA_EXCEEDED')

    service.onGrant = () => undefined
    uploader.retryFailed()
    await clock.advance(1_000)

    expect(states()).toEqual(['ready', 'ready'])
    expect(task(0).errorCode).toBeUndefined()
  })

  it('is final where nothing helps', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.onGrant = ({ taskId }) => ({ kind: 'refused', taskId, error: { code: 'TASK_CONFLICT', message: '' } })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    uploader.retryFailed()
    await clock.advance(1_000)

    expect(states()).toEqual(['refused'])
    expect(service.authorizeCalls).toHaveLength(1)
  })

  it('of one photo at confirm leaves the others ready', async () => {
    const { uploader, service, clock, states, task } = engineWorld()
    service.onConfirm = (photoId) =>
      photoId === `photo-of-${task(1).taskId}`
        ? { photoId, error: { code: 'PHOTO_NOT_AS_GRANTED', message: '' } }
        : undefined

    uploader.add(pickedPhotos(3))
    await clock.advance(1_000)

    expect(states()).toEqual(['ready', 'refused', 'ready'])
    expect(service.confirmCalls).toHaveLength(1)
  })

  it('of the whole call, such as a login that is refused, reaches every photo of it once', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.failNext('authorize', new AppError('LOGIN_REFUSED', ''))

    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    expect(states()).toEqual(['refused'])
    expect(service.authorizeCalls).toHaveLength(1)
  })
})

describe('a photo that the service has already', () => {
  it('is ready without being sent', async () => {
    const { uploader, service, http, clock, task } = engineWorld()
    const photo = readyPhoto({ photoId: 'old', pickId: 'old-pick' })
    service.onGrant = ({ taskId }) => ({ kind: 'stored', taskId, photo })

    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    expect(task(0)).toMatchObject({ state: 'ready', percent: 100, alreadyStored: true, photo })
    expect(http.transfers).toHaveLength(0)
    expect(uploader.snapshot().overall.percent).toBe(100)
  })

  it('lets the others of its pick be asked for together, however long they take to read', async () => {
    const { uploader, service, http, clock } = engineWorld({ latencyMs: 60 })
    service.onGrant = ({ taskId }) => ({ kind: 'stored', taskId, photo: readyPhoto({ photoId: taskId }) })

    uploader.add(slowPhotos(20, clock))
    await clock.advance(2_000)

    expect(service.authorizeCalls.map(({ length }) => length)).toEqual([2, 18])
    expect(uploader.snapshot().overall.readyCount).toBe(20)
    expect(http.transfers).toHaveLength(0)
  })

  it('holds up a new photo of its pick for 2 s at most', async () => {
    const { uploader, service, http, clock } = engineWorld({ latencyMs: 60, onTransfer: leaveOpen })
    service.onGrant = ({ taskId }) =>
      service.authorizeCalls.length > 1 ? undefined : { kind: 'stored', taskId, photo: readyPhoto({ photoId: taskId }) }

    uploader.add([...slowPhotos(1, clock), ...slowPhotos(9, clock, 1_500)])
    await clock.advance(3_300)
    expect(http.transfers).toHaveLength(0)
    await clock.advance(500)

    expect(http.transfers.length).toBeGreaterThan(0)
  })

  it('holds up no photo of a later pick', async () => {
    const { uploader, service, http, clock } = engineWorld({ latencyMs: 60, onTransfer: leaveOpen })
    service.onGrant = ({ taskId }) => ({ kind: 'stored', taskId, photo: readyPhoto({ photoId: taskId }) })
    uploader.add(slowPhotos(5, clock))
    await clock.advance(2_000)
    service.onGrant = () => undefined

    uploader.add(slowPhotos(5, clock))
    await clock.advance(400)

    expect(http.transfers.length).toBeGreaterThan(0)
  })
})

function slowPhotos(count: number, clock: FakeClock, readMs = 80): PickedPhoto[] {
  return pickedPhotos(count).map((photo) => ({
    ...photo,
    source: {
      ...photo.source,
      async md5() {
        await new Promise<void>((resolve) => clock.schedule(readMs, resolve))
        return photo.source.md5()
      },
    },
  }))
}
