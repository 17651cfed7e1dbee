import { beforeEach, describe, expect, it } from '@jest/globals'
import { FakeImageTools, fakePhotoSource, MemoryKeptPhotos } from '@photolift/platform/testing'
import sharp from 'sharp'
import type { PickedPhoto, Preparation } from '../src/index.js'
import { engineWorld, leaveOpen } from './engine-world.js'
import { cameraPhoto, PLACE } from './photos/camera-photo.js'
import { heicPhoto } from './photos/heic-photo.js'

let kept: MemoryKeptPhotos
let metadata: Preparation['metadata']

beforeEach(() => {
  kept = new MemoryKeptPhotos()
  metadata = 'strip-location'
})

const preparation = (): Preparation => ({ compress: null, metadata })

async function picked(bytes: Uint8Array): Promise<PickedPhoto> {
  const { source, localUrl } = await new MemoryKeptPhotos().write('picked', new Uint8Array(bytes).buffer)
  return { source, localUrl }
}

const textOf = (bytes: ArrayBuffer | undefined) => Buffer.from(bytes as ArrayBuffer).toString('latin1')

describe('a photo whose place shall not go out', () => {
  it('goes out without it, as a file that is measured, granted and sent', async () => {
    const { uploader, clock, http, service } = engineWorld({ keptPhotos: kept, preparation, onTransfer: leaveOpen })

    uploader.add([await picked(await cameraPhoto())])
    await clock.advance(1_000)

    const sent = http.transfers[0]?.form.photo
    expect(textOf(await sent?.slice(0, sent.byteLength))).not.toContain(PLACE)
    expect(service.authorizeCalls[0]?.[0]).toMatchObject({
      byteLength: sent?.byteLength,
      contentMd5: await sent?.md5(),
    })
    expect([...kept.files.keys()]).toEqual([`${uploader.snapshot().tasks[0]?.taskId}.bare`])
  })

  it('leaves no file behind: stored, taken out, or taken out while it is prepared', async () => {
    const { uploader, clock, states, transfer } = engineWorld({ keptPhotos: kept, preparation, onTransfer: leaveOpen })
    const photo = await picked(await cameraPhoto())

    uploader.add([photo, photo])
    await clock.advance(1_000)
    expect(kept.files.size).toBe(2)
    transfer(0).answer({ status: 204 })
    await clock.advance(10_000)
    expect(states()).toEqual(['ready', 'uploading'])
    uploader.cancel()
    uploader.add([photo])
    uploader.cancel()
    await clock.advance(1_000)

    expect(kept.files.size).toBe(0)
  })

  it('goes out as it was picked where it says nothing, or where all may be told', async () => {
    const plain = new Uint8Array(
      await sharp(await cameraPhoto())
        .jpeg()
        .toBuffer(),
    )
    const { uploader, clock, http } = engineWorld({ keptPhotos: kept, preparation, onTransfer: leaveOpen })
    const photos = [await picked(plain), await picked(await cameraPhoto())]

    uploader.add(photos.slice(0, 1))
    await clock.advance(1_000)
    metadata = 'keep'
    uploader.add(photos.slice(1))
    await clock.advance(1_000)

    expect(http.transfers.map(({ form }) => form.photo)).toEqual(photos.map(({ source }) => source))
    expect([...kept.files.keys()].filter((name) => name.endsWith('.bare'))).toEqual([])
  })

  it('is looked at after it was made smaller, too', async () => {
    const tools = new FakeImageTools()
    const made = (await picked(await cameraPhoto())).source
    tools.onJpeg = async () => made
    const { uploader, clock, http } = engineWorld({
      keptPhotos: kept,
      imageTools: tools,
      preparation: () => ({ compress: { longSide: 2_560, quality: 80 }, metadata }),
      onTransfer: leaveOpen,
    })
    const original = new Uint8Array(300_000)
    original.set(await cameraPhoto())

    uploader.add([await picked(original)])
    await clock.advance(1_000)

    const sent = http.transfers[0]?.form.photo
    expect(tools.jpegCalls).toHaveLength(1)
    expect(textOf(await sent?.slice(0, sent.byteLength))).not.toContain(PLACE)
  })
})

describe('a photo that cannot lose its place', () => {
  const broken = async () => {
    const { exif } = await sharp(await cameraPhoto()).metadata()
    const heic = heicPhoto({ exif: exif?.subarray(6) as Buffer })
    return heic.subarray(0, heic.length - 1)
  }

  it('is not sent, and is once the person allows it', async () => {
    const { uploader, clock, http, task, states } = engineWorld({ keptPhotos: kept, preparation })
    uploader.add([await picked(await broken())])
    await clock.advance(1_000)

    expect(task(0)).toMatchObject({ state: 'failed', errorCode: 'PHOTO_METADATA_STAYS' })
    expect(http.transfers).toHaveLength(0)

    metadata = 'keep'
    uploader.retryFailed()
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })

  it('says so where it is too large for a phone to look through', async () => {
    const { uploader, clock, task } = engineWorld({ keptPhotos: kept, preparation, limits: { photoMaxBytes: 1e9 } })
    const head = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]).buffer
    const source = { ...fakePhotoSource(), byteLength: 64 * 1024 * 1024 + 1, slice: async () => head }

    uploader.add([{ source, localUrl: '' }])
    await clock.advance(1_000)

    expect(task(0)).toMatchObject({ state: 'failed', errorCode: 'PHOTO_METADATA_STAYS' })
  })

  it.each<[string, () => MemoryKeptPhotos | null, string]>([
    ['because nothing can be written', () => null, 'PHOTO_METADATA_STAYS'],
    ['because there is no room', () => Object.assign(kept, { limitBytes: 10 }), 'STORAGE_FULL'],
  ])('%s says so', async (_, place, errorCode) => {
    const { uploader, clock, task } = engineWorld({ keptPhotos: place(), preparation })

    uploader.add([await picked(await cameraPhoto())])
    await clock.advance(1_000)

    expect(task(0)).toMatchObject({ state: 'failed', errorCode })
  })
})
