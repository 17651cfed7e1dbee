import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { FakeImageTools, fakePhotoSource, settle } from '@photolift/platform/testing'
import { engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'

describe('the files of picked photos', () => {
  it('are kept in picked order, one at a time, while the first is sent already', async () => {
    const world = engineWorld({ onTransfer: leaveOpen })
    const copies = copiesByHand(world)
    world.uploader.add(pickedPhotos(3))
    await world.clock.advance(1_000)
    expect(copies.begun).toHaveLength(1)
    expect(world.states()).toEqual(['uploading', 'uploading', 'uploading'])

    for (let copy = 0; copy < 3; copy++) {
      copies.endOne()
      await settle()
    }

    expect(copies.begun).toEqual([0, 1, 2].map((index) => `${world.task(index).taskId}.jpg`))
  })

  it('are kept while they are held, too, with the extension of their name', async () => {
    const { uploader, clock, keptPhotos, task } = engineWorld()
    uploader.add([{ source: fakePhotoSource(), localUrl: 'blob:x', name: '假期.JPEG' }], { hold: true })
    await clock.advance(0)

    expect([...keptPhotos.files.keys()]).toEqual([`${task(0).taskId}.jpeg`])
  })

  it('go as soon as the photo is stored, refused, taken out or cancelled, and nothing stays behind', async () => {
    const { uploader, clock, service, store, keptPhotos, states, task } = engineWorld()
    service.onGrant = ({ taskId, position }) =>
      position === 1 ? { kind: 'refused', taskId, error: { code: 'TASK_CONFLICT', message: '' } } : undefined
    uploader.add(pickedPhotos(2))
    await clock.advance(5_000)
    expect(states()).toEqual(['ready', 'refused'])
    expect(keptPhotos.files.size).toBe(0)
    expect(store.values.size).toBe(0)

    uploader.add(pickedPhotos(3), { hold: true })
    await clock.advance(0)
    expect(keptPhotos.files.size).toBe(3)
    await uploader.remove(task(2).taskId)
    await clock.advance(0)
    expect(keptPhotos.files.size).toBe(2)
    uploader.cancel()
    await clock.advance(0)

    expect(keptPhotos.files.size).toBe(0)
    expect(store.values.size).toBe(0)
  })

  it('stay as long as a failed photo can be tried again', async () => {
    const { uploader, clock, http, keptPhotos, states } = engineWorld({
      onTransfer: (transfer) => transfer.fail(new AppError('STORAGE_UNAVAILABLE', '')),
    })
    uploader.add(pickedPhotos(1))
    await clock.advance(600_000)

    expect(states()).toEqual(['failed'])
    expect(http.transfers).toHaveLength(5)
    expect(keptPhotos.files.size).toBe(1)
  })

  it('that are being copied when the photo leaves are removed when they are there', async () => {
    const world = engineWorld()
    const copies = copiesByHand(world)
    world.uploader.add(pickedPhotos(1), { hold: true })
    await settle()

    world.uploader.cancel()
    await settle()
    copies.endOne()
    await settle()

    expect(world.keptPhotos.files.size).toBe(0)
  })

  it('that find no room are counted, and sent all the same', async () => {
    const { uploader, clock, keptPhotos, http, states } = engineWorld({ onTransfer: leaveOpen })
    keptPhotos.limitBytes = 2_500
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)
    expect(uploader.snapshot().unkeptCount).toBe(2)

    for (let sent = 0; sent < 4; sent++) {
      http.transfers[sent]?.answer({ status: 204 })
      await clock.advance(1_000)
    }
    await clock.advance(10_000)

    expect(states()).toEqual(['ready', 'ready', 'ready', 'ready'])
    expect(uploader.snapshot().unkeptCount).toBe(0)
  })

  it('are kept after all once others have made room', async () => {
    const { uploader, clock, keptPhotos, http, task } = engineWorld({ onTransfer: leaveOpen })
    keptPhotos.limitBytes = 3_500
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)
    expect(uploader.snapshot().unkeptCount).toBe(1)

    http.transfers[0]?.answer({ status: 204 })
    await clock.advance(15_000)

    expect(uploader.snapshot().unkeptCount).toBe(0)
    expect([...keptPhotos.files.keys()]).toEqual([1, 2, 3].map((index) => `${task(index).taskId}.jpg`))
  })

  it('do not help where the journal cannot be written: then every photo counts', async () => {
    const { uploader, clock, store, states } = engineWorld({ onTransfer: leaveOpen })
    store.set = async () => Promise.reject(new AppError('STORAGE_FULL', ''))

    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)

    expect(states()).toEqual(['uploading', 'uploading'])
    expect(uploader.snapshot().unkeptCount).toBe(2)
  })

  it('are those of what was made of the photo, before the service hears of it', async () => {
    const preparation = () => ({ compress: { longSide: 2_560, quality: 80 }, metadata: 'keep' as const })
    const killed = engineWorld({ imageTools: new FakeImageTools(), preparation, onTransfer: leaveOpen })
    killed.uploader.add(pickedPhotos(1, { byteLength: 4_000_000 }))
    await killed.clock.advance(1_000)
    expect([...killed.keptPhotos.files.values()].map(({ byteLength }) => byteLength)).toEqual([400_000])

    const tools = new FakeImageTools()
    const world = engineWorld({ imageTools: tools, preparation, onTransfer: leaveOpen, after: killed })
    world.service.onConfirm = (photoId) => ({ photoId, error: { code: 'PHOTO_NOT_UPLOADED', message: '' } })
    await world.clock.advance(0)
    world.uploader.resumeLeftovers()
    await world.clock.advance(10_000)

    expect(world.states()).toEqual(['uploading'])
    expect(tools.jpegCalls).toEqual([])
    const [first, again] = world.service.authorizeCalls.flat()
    expect(again).toEqual(first)
  })
})

function copiesByHand({ keptPhotos }: ReturnType<typeof engineWorld>) {
  const keep = keptPhotos.keep.bind(keptPhotos)
  const begun: string[] = []
  const ends: (() => void)[] = []
  keptPhotos.keep = async (name, source) => {
    begun.push(name)
    await new Promise<void>((resolve) => ends.push(resolve))
    return keep(name, source)
  }
  return { begun, endOne: () => ends.shift()?.() }
}
