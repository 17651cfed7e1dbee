import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'

describe('picked photos', () => {
  it('start at once, three at a time, in picked order', async () => {
    const { uploader, clock, http, states } = engineWorld({ onTransfer: leaveOpen })

    uploader.add(pickedPhotos(5))
    await clock.advance(1_000)

    expect(states()).toEqual(['uploading', 'uploading', 'uploading', 'waiting', 'waiting'])
    expect(http.transfers).toHaveLength(3)
  })

  it('follow one another without a pause', async () => {
    const { uploader, clock, http, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(5))
    await clock.advance(1_000)

    transfer(1).answer({ status: 204 })
    await clock.advance(0)

    expect(http.transfers).toHaveLength(4)
  })

  it('keep one pick and its places', async () => {
    const { uploader, service, clock } = engineWorld()

    const firstPick = uploader.add(pickedPhotos(3))
    const secondPick = uploader.add(pickedPhotos(2))
    await clock.advance(10_000)

    expect(firstPick).not.toBe(secondPick)
    const asked = service.authorizeCalls.flat()
    expect(asked.filter(({ pickId }) => pickId === firstPick).map(({ position }) => position)).toEqual([0, 1, 2])
    expect(asked.filter(({ pickId }) => pickId === secondPick).map(({ position }) => position)).toEqual([0, 1])
    expect(new Set(asked.map(({ taskId }) => taskId)).size).toBe(5)
  })

  it('carry the name that the picker gave, fit for the service', async () => {
    const { uploader, service, clock } = engineWorld()
    const [photo] = pickedPhotos(1)
    if (photo === undefined) throw new Error('no photo')

    uploader.add([{ ...photo, name: `${'照'.repeat(100)}.jpg` }])
    await clock.advance(1_000)

    expect(service.authorizeCalls[0]?.[0]?.name).toBe(`${'照'.repeat(83)}.jpg`)
  })

  it('are read two at a time, so that memory stays bounded', async () => {
    const { uploader, clock } = engineWorld()
    let reading = 0
    let mostAtOnce = 0
    const slow = pickedPhotos(6).map((photo) => ({
      ...photo,
      source: {
        ...photo.source,
        async md5() {
          mostAtOnce = Math.max(mostAtOnce, ++reading)
          await new Promise<void>((resolve) => clock.schedule(100, resolve))
          reading -= 1
          return photo.source.md5()
        },
      },
    }))

    uploader.add(slow)
    await clock.advance(10_000)

    expect(mostAtOnce).toBe(2)
    expect(uploader.snapshot().overall.readyCount).toBe(6)
  })

  it('go in calls of at most as many as the service takes', async () => {
    const { uploader, service, clock } = engineWorld({ limits: { photosPerCall: 4 } })

    uploader.add(pickedPhotos(10))
    await clock.advance(60_000)

    expect(service.photos).toHaveLength(10)
    for (const call of [...service.authorizeCalls, ...service.confirmCalls]) expect(call.length).toBeLessThanOrEqual(4)
  })

  it('come 50 at a time, and end all ready in picked order', async () => {
    const { uploader, clock, states } = engineWorld({ latencyMs: 60 })

    uploader.add(pickedPhotos(50))
    const before = uploader.snapshot().tasks.map(({ taskId }) => taskId)
    await clock.advance(60_000)

    expect(states()).toEqual(Array.from({ length: 50 }, () => 'ready'))
    expect(uploader.snapshot().tasks.map(({ taskId }) => taskId)).toEqual(before)
  })
})

describe('held photos', () => {
  it('wait until they are let go, and go in the order in which they lie then, as one pick', async () => {
    const { uploader, service, clock, states } = engineWorld()
    uploader.add(pickedPhotos(2), { hold: true })
    const pickId = uploader.add(pickedPhotos(1), { hold: true })
    await clock.advance(60_000)
    expect(states()).toEqual(['held', 'held', 'held'])
    expect(service.authorizeCalls).toHaveLength(0)
    const [a, b, c] = uploader.snapshot().tasks.map(({ taskId }) => taskId)

    uploader.move(c ?? '', 0)
    uploader.start()
    await clock.advance(60_000)

    expect(uploader.snapshot().tasks.map(({ taskId }) => taskId)).toEqual([c, a, b])
    const asked = service.authorizeCalls.flat().sort((one, other) => one.position - other.position)
    expect(asked.map(({ taskId }) => taskId)).toEqual([c, a, b])
    expect(asked.map((request) => request.pickId)).toEqual([pickId, pickId, pickId])
  })

  it('move among themselves only', async () => {
    const { uploader, clock, states } = engineWorld()
    uploader.add(pickedPhotos(1))
    await clock.advance(60_000)
    uploader.add(pickedPhotos(3), { hold: true })
    const [ready, a, b, c] = uploader.snapshot().tasks.map(({ taskId }) => taskId)

    uploader.move(a ?? '', 99)
    uploader.move(c ?? '', -1)
    uploader.move(ready ?? '', 2)
    uploader.move('unknown', 0)

    expect(uploader.snapshot().tasks.map(({ taskId }) => taskId)).toEqual([ready, c, b, a])
    expect(states()).toEqual(['ready', 'held', 'held', 'held'])
  })
})

describe('a pause', () => {
  it('stops what is not out yet, and goes on where it was', async () => {
    const { uploader, service, http, clock, states, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(5))
    await clock.advance(1_000)
    transfer(0).progress(600)
    transfer(1).answer({ status: 204 })
    await clock.advance(100)

    uploader.pause()
    await clock.advance(60_000)
    expect(states()).toEqual(['paused', 'ready', 'paused', 'paused', 'paused'])
    expect(uploader.snapshot().paused).toBe(true)
    expect(task(0).bytesSent).toBe(600)
    const callsBefore = service.authorizeCalls.length
    uploader.resume()
    await clock.advance(100)

    // Those that were cut are asked about first, and the line does not stand idle meanwhile.
    expect(states()).toEqual(['uploading', 'ready', 'uploading', 'waiting', 'uploading'])
    expect(service.authorizeCalls).toHaveLength(callsBefore)
    expect(http.transfers.filter(({ ended }) => !ended)).toHaveLength(3)
  })

  it('holds photos back that are added meanwhile', async () => {
    const { uploader, clock, states } = engineWorld()
    uploader.pause()

    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    expect(states()).toEqual(['paused', 'paused'])
    uploader.resume()
    await clock.advance(10_000)

    expect(states()).toEqual(['ready', 'ready'])
  })

  it('keeps a grant that arrives while it lasts', async () => {
    const { uploader, service, clock, states } = engineWorld({ latencyMs: 100 })
    uploader.add(pickedPhotos(1))
    await clock.advance(250)

    uploader.pause()
    await clock.advance(10_000)
    uploader.resume()
    await clock.advance(10_000)

    expect(states()).toEqual(['ready'])
    expect(service.authorizeCalls).toHaveLength(1)
  })

  it('leaves no call to an absent service behind that would hold the photos up', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.failNext('authorize', new AppError('SERVICE_UNREACHABLE', ''), 8)
    uploader.add(pickedPhotos(2))
    await clock.advance(60_000)
    service.clearFailures()

    uploader.pause()
    await clock.advance(10)
    expect(uploader.snapshot().waitingFor).toBeNull()
    uploader.resume()
    await clock.advance(1_000)

    expect(states()).toEqual(['ready', 'ready'])
  })

  it('of one photo stops that one, lets the next one in, and ends by itself or with the pause of all', async () => {
    const { uploader, clock, states, task } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)

    uploader.pause(task(1).taskId)
    await clock.advance(100)
    expect(states()).toEqual(['uploading', 'paused', 'uploading', 'uploading'])
    expect(uploader.snapshot().paused).toBe(false)
    uploader.resume(task(1).taskId)
    await clock.advance(100)
    expect(states()).toEqual(['uploading', 'waiting', 'uploading', 'uploading'])
    uploader.pause(task(0).taskId)
    uploader.pause()
    uploader.resume()
    await clock.advance(100)

    expect(states()).toEqual(['uploading', 'uploading', 'uploading', 'waiting'])
  })

  it('of all is over once the last photo was let go by itself', async () => {
    const { uploader, clock, states, task } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    uploader.pause()

    uploader.resume(task(1).taskId)
    await clock.advance(1_000)
    expect(states()).toEqual(['paused', 'uploading'])
    expect(uploader.snapshot().paused).toBe(true)
    uploader.resume(task(0).taskId)
    await clock.advance(1_000)

    expect(states()).toEqual(['uploading', 'uploading'])
    expect(uploader.snapshot().paused).toBe(false)
  })

  it.each(['limits', 'authorize'] as const)(
    'asks nothing and holds nothing alive, however absent %s is',
    async (call) => {
      const { uploader, service, clock } = engineWorld()
      service.failNext(call, new AppError('SERVICE_UNREACHABLE', ''), 100)
      uploader.add(pickedPhotos(2))
      await clock.advance(20_000)

      uploader.pause()
      await clock.advance(1_000)
      const callsBefore = service.calls.length
      expect(clock.pendingCount).toBe(0)
      await clock.advance(600_000)

      expect(service.calls).toHaveLength(callsBefore)
    },
  )

  it('keeps failed photos for later', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.onGrant = ({ taskId }) => ({ kind: 'refused', taskId, error: { code: 'QUOTA_EXCEEDED', message: '' } })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    uploader.pause()
    uploader.retryFailed()

    expect(states()).toEqual(['paused'])
  })
})

describe('cancelling', () => {
  it('forgets what is not stored, keeps what is, and gives the quota back', async () => {
    const { uploader, service, http, clock, states, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)
    transfer(0).answer({ status: 204 })
    await clock.advance(10_000)
    expect(states()[0]).toBe('ready')
    const pending = [1, 2, 3].map((index) => `photo-of-${task(index).taskId}`)

    uploader.cancel()
    await clock.advance(10_000)

    expect(states()).toEqual(['ready'])
    expect(http.transfers.every(({ ended }) => ended)).toBe(true)
    expect(service.deletedPhotoIds).toEqual(pending)
  })

  it('gives nothing back where the account is gone with all its photos', async () => {
    const { uploader, service, clock, states } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)

    uploader.cancel({ tellService: false })
    await clock.advance(10_000)

    expect(states()).toEqual([])
    expect(service.deletedPhotoIds).toEqual([])
  })

  it('gives back a grant that arrives too late', async () => {
    const { uploader, service, clock, task } = engineWorld({ latencyMs: 1_000 })
    uploader.add(pickedPhotos(1))
    const photoId = `photo-of-${task(0).taskId}`
    await clock.advance(2_500)
    expect(service.authorizeCalls).toHaveLength(1)

    uploader.cancel()
    await clock.advance(10_000)

    expect(service.deletedPhotoIds).toEqual([photoId])
    expect(uploader.snapshot().tasks).toEqual([])
  })

  it('does not ask an absent service on behalf of nobody', async () => {
    const { uploader, service, clock } = engineWorld()
    service.failNext('authorize', new AppError('SERVICE_UNREACHABLE', ''), 100)
    uploader.add(pickedPhotos(2))
    await clock.advance(10_000)

    uploader.cancel()
    const callsBefore = service.authorizeCalls.length
    await clock.advance(600_000)

    expect(service.authorizeCalls).toHaveLength(callsBefore)
    expect(uploader.snapshot().waitingFor).toBeNull()
  })

  it('bears that the service does not hear of it', async () => {
    const { uploader, service, clock, states } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    service.failNext('deletePhoto', new AppError('NETWORK_LOST', ''))

    uploader.cancel()
    await clock.advance(10_000)

    expect(states()).toEqual([])
    expect(service.deletedPhotoIds).toHaveLength(2)
  })

  it('ends a pause', async () => {
    const { uploader, clock, states } = engineWorld()
    uploader.add(pickedPhotos(1))
    uploader.pause()

    uploader.cancel()
    uploader.add(pickedPhotos(1))
    await clock.advance(10_000)

    expect(states()).toEqual(['ready'])
  })
})

describe('removing', () => {
  it('takes one photo out mid-way and lets the next one in', async () => {
    const { uploader, service, clock, states, task } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)
    const { taskId } = task(1)

    await uploader.remove(taskId)
    await clock.advance(1_000)

    expect(states()).toEqual(['uploading', 'uploading', 'uploading'])
    expect(service.deletedPhotoIds).toEqual([`photo-of-${taskId}`])
  })

  it('takes a photo out of a call that waits for the service', async () => {
    const { uploader, service, clock, task } = engineWorld()
    service.failNext('authorize', new AppError('SERVICE_UNREACHABLE', ''), 3)
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    const { taskId } = task(0)
    expect(service.authorizeCalls[0]?.map((request) => request.taskId)).toContain(taskId)

    await uploader.remove(taskId)
    await clock.advance(60_000)

    expect(service.authorizeCalls.at(-1)?.map((request) => request.taskId)).not.toContain(taskId)
    expect(service.photos).toHaveLength(1)
  })

  it('deletes a stored photo from the service first', async () => {
    const { uploader, service, clock, task, states } = engineWorld()
    uploader.add(pickedPhotos(2))
    await clock.advance(10_000)

    await uploader.remove(task(0).taskId)

    expect(service.deletedPhotoIds).toEqual([service.photos[0]?.photoId])
    expect(states()).toEqual(['ready'])
  })

  it('keeps a stored photo that the service could not delete', async () => {
    const { uploader, service, clock, task, states } = engineWorld()
    uploader.add(pickedPhotos(1))
    await clock.advance(10_000)
    service.failNext('deletePhoto', new AppError('SERVICE_UNREACHABLE', ''))

    await expect(uploader.remove(task(0).taskId)).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })

    expect(states()).toEqual(['ready'])
  })

  it('bears an id that is gone', async () => {
    const { uploader } = engineWorld()

    await expect(uploader.remove('gone')).resolves.toBeUndefined()
    expect(() => uploader.retry('gone')).not.toThrow()
  })

  it('takes all failed and refused ones out, or all stored ones', async () => {
    const { uploader, service, clock, states } = engineWorld()
    let grants = 0
    service.onGrant = ({ taskId }) =>
      ++grants % 2 === 0 ? { kind: 'refused', taskId, error: { code: 'QUOTA_EXCEEDED', message: '' } } : undefined
    uploader.add([...pickedPhotos(4), ...pickedPhotos(1, { byteLength: 0 })])
    await clock.advance(10_000)
    expect(states()).toEqual(['ready', 'failed', 'ready', 'failed', 'refused'])

    uploader.removeFailed()
    expect(states()).toEqual(['ready', 'ready'])
    uploader.clearReady()

    expect(states()).toEqual([])
    expect(service.deletedPhotoIds).toEqual([])
  })
})
