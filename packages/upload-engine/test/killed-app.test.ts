import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { fakePhotoSource, settle } from '@photolift/platform/testing'
import {
  type EngineWorld,
  type EngineWorldOptions,
  engineWorld,
  type KilledWorld,
  leaveOpen,
  pickedPhotos,
} from './engine-world.js'

/** Nobody hears of the old run any more: its clock and its transfers stand still. */
const relaunch = (after: KilledWorld, options: EngineWorldOptions = {}) => engineWorld({ ...options, after })

/** What had arrived is gone: the service has only what the new run sends. */
function relaunchWithEmptyBucket(after: KilledWorld): EngineWorld {
  after.service.hasArrived = () => false
  return relaunch(after)
}

describe('an app that is killed in the middle of an upload', () => {
  it('offers what is left at its next start, in picked order, with files to show', async () => {
    const { killed, world, taskIds } = await killedWhileSending(3)

    expect(world.uploader.snapshot()).toMatchObject({ tasks: [], unkeptCount: 0 })
    expect(world.uploader.snapshot().resumable).toEqual({
      photoCount: 3,
      byteLength: 3_000,
      photos: taskIds.map((taskId) => ({ taskId, byteLength: 1_000, localUrl: `kept:${taskId}.jpg` })),
    })
    expect(killed.service.photos).toHaveLength(0)
  })

  it('goes on with it under the same ids, without picking, reading or measuring again', async () => {
    const { world, taskIds, granted } = await killedWhileSending(3)
    const { uploader, clock, service, states } = world

    uploader.resumeLeftovers()
    expect(uploader.snapshot().resumable).toBeNull()
    expect(uploader.snapshot().tasks.map(({ taskId }) => taskId)).toEqual(taskIds)
    await clock.advance(3_000)

    expect(states()).toEqual(['ready', 'ready', 'ready'])
    expect(service.photos.map(({ position }) => position)).toEqual([0, 1, 2])
    expect(service.authorizeCalls.flat()).toEqual([...granted, ...granted])
  })

  it('asks the service before it sends a photo whose reply the kill has lost', async () => {
    const { world, taskIds } = await killedWhileSending(2)
    const { uploader, clock, http, service, states } = world
    const hasArrived = service.hasArrived
    service.hasArrived = (key) => key === `incoming/photo-of-${taskIds[0]}` || hasArrived(key)

    uploader.resumeLeftovers()
    await clock.advance(10_000)

    expect(states()).toEqual(['ready', 'ready'])
    expect(http.transfers.map(({ form }) => form.fields['key'])).toEqual([`incoming/photo-of-${taskIds[1]}`])
  })

  it('loses nothing when it is killed again and again while it goes on', async () => {
    let { world } = await killedWhileSending(3, { onTransfer: leaveOpen })
    for (let kill = 0; kill < 3; kill++) {
      world.uploader.resumeLeftovers()
      await world.clock.advance(kill * 50)
      world = relaunch(world, kill === 2 ? {} : { onTransfer: leaveOpen })
      await world.clock.advance(0)
    }
    expect(world.uploader.snapshot().resumable).toMatchObject({ photoCount: 3 })

    world.uploader.resumeLeftovers()
    await world.clock.advance(10_000)

    expect(world.states()).toEqual(['ready', 'ready', 'ready'])
    expect(world.service.photos.map(({ position }) => position)).toEqual([0, 1, 2])
    expect(left(world)).toEqual({ files: [], keys: [] })
  })

  it('lets new picks pass while the offer stands, and keeps it over another kill', async () => {
    const { world, taskIds } = await killedWhileSending(2)
    world.uploader.add(pickedPhotos(1))
    await world.clock.advance(5_000)
    expect(world.states()).toEqual(['ready'])
    expect(world.uploader.snapshot().resumable).toMatchObject({ photoCount: 2 })

    const next = relaunch(world)
    await next.clock.advance(0)
    expect(next.uploader.snapshot().resumable?.photos.map(({ taskId }) => taskId)).toEqual(taskIds)
    next.uploader.add(pickedPhotos(1))
    next.uploader.resumeLeftovers()

    expect(
      next.uploader
        .snapshot()
        .tasks.map(({ taskId }) => taskId)
        .slice(0, 2),
    ).toEqual(taskIds)
  })

  it('brings held photos back as they were put in order', async () => {
    const killed = engineWorld()
    killed.uploader.add(pickedPhotos(2), { hold: true })
    killed.uploader.add(pickedPhotos(1), { hold: true })
    await killed.clock.advance(0)
    killed.uploader.move(killed.task(2).taskId, 0)
    const order = killed.uploader.snapshot().tasks.map(({ taskId }) => taskId)
    await settle()

    const world = relaunch(killed)
    await world.clock.advance(0)
    world.uploader.resumeLeftovers()
    expect(world.states()).toEqual(['held', 'held', 'held'])
    world.uploader.start()
    await world.clock.advance(10_000)

    expect(world.states()).toEqual(['ready', 'ready', 'ready'])
    expect(world.service.authorizeCalls.flat().map(({ taskId }) => taskId)).toEqual(order)
    expect(world.service.photos.map(({ position }) => position)).toEqual([0, 1, 2])
  })

  it('refuses with its sentence what was not kept, and goes on with the rest', async () => {
    const { killed, taskIds } = await killedWhileSending(2)
    killed.keptPhotos.files.delete(`${taskIds[0]}.jpg`)
    const world = relaunch(killed)
    await world.clock.advance(0)

    world.uploader.resumeLeftovers()
    await world.clock.advance(10_000)

    expect(world.states()).toEqual(['refused', 'ready'])
    expect(world.task(0).errorCode).toBe('PHOTO_UNREADABLE')
    expect(left(world)).toEqual({ files: [], keys: [] })
  })

  it('takes half a file for none', async () => {
    const { killed, taskIds } = await killedWhileSending(1)
    await killed.keptPhotos.keep(`${taskIds[0]}.jpg`, fakePhotoSource({ byteLength: 500 }))
    const world = relaunch(killed)
    await world.clock.advance(0)

    expect(world.uploader.snapshot().resumable).toMatchObject({ photoCount: 1, photos: [] })
    world.uploader.resumeLeftovers()
    await world.clock.advance(10_000)

    expect(world.task(0)).toMatchObject({ state: 'refused', errorCode: 'PHOTO_UNREADABLE' })
  })

  it('forgets what the person drops: files, journal and quota', async () => {
    const { world, taskIds } = await killedWhileSending(2)

    world.uploader.discardLeftovers()
    await world.clock.advance(1_000)

    expect(world.uploader.snapshot()).toMatchObject({ tasks: [], resumable: null })
    expect(world.service.deletedPhotoIds).toEqual(taskIds.map((taskId) => `photo-of-${taskId}`))
    expect(left(world)).toEqual({ files: [], keys: [] })
  })

  it('does not tell a service that has forgotten the person', async () => {
    const { world } = await killedWhileSending(2)

    world.uploader.discardLeftovers({ tellService: false })
    await world.clock.advance(1_000)

    expect(world.service.deletedPhotoIds).toEqual([])
    expect(left(world)).toEqual({ files: [], keys: [] })
  })

  it('offers what is left also where its folder cannot be listed', async () => {
    const { killed } = await killedWhileSending(2)
    killed.keptPhotos.list = async () => {
      throw new AppError('INTERNAL', 'readdir:fail')
    }

    const next = relaunch(killed)
    await next.clock.advance(0)

    expect(next.uploader.snapshot().resumable).toMatchObject({ photoCount: 2 })
  })

  it('sweeps files of which no journal knows', async () => {
    const { killed, world } = await killedWhileSending(1)
    await killed.keptPhotos.write('orphan.jpg', new ArrayBuffer(10))

    const next = relaunch(world)
    await next.clock.advance(0)

    expect(left(next).files).toHaveLength(1)
    expect(next.uploader.snapshot().resumable).toMatchObject({ photoCount: 1 })
  })

  it('lies with no signature in storage', async () => {
    const { killed } = await killedWhileSending(2)

    const text = [...killed.store.values.values()].join()
    expect(text).toContain('photo-of-')
    expect(text).not.toContain('incoming/')
    expect(text).not.toContain('https:')
  })
})

describe('an app that is killed between the last byte and the confirmation', () => {
  it('has its photos confirmed at its next start, without asking the person', async () => {
    const killed = await killedWhileConfirming(3)

    const world = relaunch(killed)
    await world.clock.advance(60_000)

    expect(world.leftoversStored).toHaveLength(3)
    expect(world.leftoversStored).toEqual(world.service.photos)
    expect(world.uploader.snapshot()).toMatchObject({ tasks: [], resumable: null })
    expect(left(world)).toEqual({ files: [], keys: [] })
  })

  it('asks for them once, and forgets those that are gone', async () => {
    const killed = await killedWhileConfirming(1)
    killed.service.onConfirm = (photoId) => ({ photoId, error: { code: 'PHOTO_NOT_FOUND', message: '' } })
    const world = relaunch(killed)
    await world.clock.advance(60_000)
    const callsBefore = world.service.confirmCalls.length

    const next = relaunch(world)
    await next.clock.advance(60_000)

    expect(world.service.confirmCalls).toHaveLength(callsBefore)
    expect(left(next)).toEqual({ files: [], keys: [] })
  })

  it('offers them to be sent again where their bytes did not stay', async () => {
    const killed = await killedWhileConfirming(1)
    const world = relaunchWithEmptyBucket(killed)
    await world.clock.advance(1_000)
    expect(world.uploader.snapshot().resumable).toMatchObject({ photoCount: 1 })

    world.uploader.resumeLeftovers()
    await world.clock.advance(10_000)

    expect(world.states()).toEqual(['ready'])
    expect(world.http.transfers).toHaveLength(1)
  })

  it('keeps them on record while nobody can log in', async () => {
    const killed = await killedWhileConfirming(1)
    killed.service.failNext('confirm', new AppError('LOGIN_CODE_INVALID', ''))
    const world = relaunch(killed)
    await world.clock.advance(60_000)
    expect(world.service.photos).toHaveLength(0)

    const next = relaunch(world)
    await next.clock.advance(60_000)

    expect(next.leftoversStored).toHaveLength(1)
  })
})

/** Photos that are granted, of which no byte has an answer; and the app as it is opened again. */
async function killedWhileSending(count: number, options: EngineWorldOptions = {}) {
  const killed = engineWorld({ onTransfer: leaveOpen })
  killed.uploader.add(pickedPhotos(count))
  await killed.clock.advance(1_000)
  const world = relaunch(killed, options)
  await world.clock.advance(0)
  return {
    killed,
    world,
    taskIds: killed.uploader.snapshot().tasks.map(({ taskId }) => taskId),
    granted: killed.service.authorizeCalls.flat(),
  }
}

async function killedWhileConfirming(count: number) {
  const killed = engineWorld()
  killed.service.failNext('confirm', new AppError('SERVICE_UNREACHABLE', ''), 100)
  killed.uploader.add(pickedPhotos(count))
  await killed.clock.advance(5_000)
  expect(killed.states()).toEqual(Array.from({ length: count }, () => 'confirming'))
  killed.service.clearFailures()
  return killed
}

/** What lies about on the phone. */
function left({ store, keptPhotos }: KilledWorld) {
  return { files: [...keptPhotos.files.keys()], keys: [...store.values.keys()] }
}
