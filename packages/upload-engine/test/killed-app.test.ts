import { describe, expect, it } from '@jest/globals'
import { AppError, type Photo } from '@photolift/contracts'
import { FakeClock } from '@photolift/platform/testing'
import { createUploader } from '../src/index.js'
import { engineWorld, pickedPhotos } from './engine-world.js'

describe('an app that is killed between the last byte and the confirmation', () => {
  it('has its photos confirmed at its next start, without their files', async () => {
    const { uploader, service, clock, states, restart } = killableWorld()
    service.failNext('confirm', new AppError('SERVICE_UNREACHABLE', ''), 100)
    uploader.add(pickedPhotos(3))
    await clock.advance(5_000)
    expect(states()).toEqual(['confirming', 'confirming', 'confirming'])

    service.clearFailures()
    const stored = await restart()

    expect(service.photos).toHaveLength(3)
    expect(stored).toEqual(service.photos.map(({ photoId }) => photoId))
  })

  it('asks for them once, and forgets those that are gone', async () => {
    const { uploader, service, clock, restart } = killableWorld()
    service.failNext('confirm', new AppError('SERVICE_UNREACHABLE', ''), 100)
    uploader.add(pickedPhotos(1))
    await clock.advance(5_000)
    service.clearFailures()
    service.onConfirm = (photoId) => ({ photoId, error: { code: 'PHOTO_NOT_FOUND', message: '' } })
    await restart()
    const callsBefore = service.confirmCalls.length

    await restart()

    expect(service.confirmCalls).toHaveLength(callsBefore)
  })

  it('keeps them on record while nobody can log in', async () => {
    const { uploader, service, clock, restart } = killableWorld()
    service.failNext('confirm', new AppError('SERVICE_UNREACHABLE', ''), 100)
    uploader.add(pickedPhotos(1))
    await clock.advance(5_000)
    service.clearFailures()
    service.failNext('confirm', new AppError('LOGIN_CODE_INVALID', ''))
    await restart()
    expect(service.photos).toHaveLength(0)

    await restart()

    expect(service.photos).toHaveLength(1)
  })

  it('leaves nothing behind when everything was confirmed or taken out', async () => {
    const { uploader, service, clock, task, restart } = killableWorld()
    uploader.add(pickedPhotos(2))
    await clock.advance(5_000)
    service.failNext('confirm', new AppError('INTERNAL', ''), 5)
    uploader.add(pickedPhotos(1))
    await clock.advance(120_000)
    await uploader.remove(task(2).taskId)
    await clock.advance(1_000)
    const callsBefore = service.confirmCalls.length

    await restart()

    expect(service.confirmCalls).toHaveLength(callsBefore)
  })
})

function killableWorld() {
  const world = engineWorld()
  const { service, http, clock, network, lifecycle, store } = world
  return {
    ...world,
    /**
     * The old uploader is left where it stands, with a clock that does not move any more; storage is what it was.
     * @returns the photos of which the new one tells that they are stored now
     */
    async restart() {
      const storedIds: string[] = []
      const onLeftoverStored = ({ photoId }: Photo) => void storedIds.push(photoId)
      const newClock = new FakeClock(new Date(clock.now()).toISOString())
      createUploader({ service, http, clock: newClock, network, lifecycle, store, onLeftoverStored })
      await newClock.advance(60_000)
      return storedIds
    },
  }
}
