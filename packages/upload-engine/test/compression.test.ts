import { beforeEach, describe, expect, it } from '@jest/globals'
import { PHOTO_PIXELS_MAX, PHOTO_SIDE_MAX } from '@photolift/contracts'
import { FakeImageTools, fakePhotoSource } from '@photolift/platform/testing'
import type { Preparation } from '../src/index.js'
import { type EngineWorldOptions, engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'

const STANDARD: Preparation = { compress: { longSide: 2_560, quality: 80 }, metadata: 'keep' }
const ORIGINALS: Preparation = { compress: null, metadata: 'keep' }
const LIMITS = { photoMaxBytes: 20 * 1024 * 1024 }

const asciiBytes = (text: string) => [...new TextEncoder().encode(text)]
const HEIC = [0, 0, 0, 24, ...asciiBytes('ftypheic')]
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

let tools: FakeImageTools
let preparation: Preparation

beforeEach(() => {
  tools = new FakeImageTools()
  preparation = STANDARD
})

const world = (options: EngineWorldOptions = {}) =>
  engineWorld({ imageTools: tools, preparation: () => preparation, limits: LIMITS, ...options })

/** Sends one photo. @returns what of it went out */
async function sent(photo: Parameters<typeof pickedPhotos>[1]) {
  const { uploader, clock, http, service, task } = world()
  uploader.add(pickedPhotos(1, photo))
  await clock.advance(60_000)
  const [[request] = []] = service.authorizeCalls
  return {
    state: task(0).state,
    errorCode: task(0).errorCode,
    byteLength: http.transfers[0]?.form.photo.byteLength,
    granted: request && { byteLength: request.byteLength, contentType: request.contentType },
  }
}

describe('a photo that is made smaller', () => {
  it('goes out as the smaller JPEG, and that is what is granted, measured and counted', async () => {
    const { uploader, clock, http, service, task } = world({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1, { byteLength: 4_000_000 }))
    await clock.advance(1_000)
    const made = http.transfers[0]?.form.photo

    expect(tools.jpegCalls).toMatchObject([{ longSide: 2_560, quality: 80 }])
    expect(made?.byteLength).toBe(400_000)
    expect(service.authorizeCalls[0]?.[0]).toMatchObject({ byteLength: 400_000, contentMd5: await made?.md5() })
    expect(task(0)).toMatchObject({ state: 'uploading', byteLength: 400_000 })
    expect(uploader.snapshot().overall.byteLength).toBe(400_000)
  })

  it('may be over the limit as long as the smaller one is not', async () => {
    tools.onJpeg = async () => fakePhotoSource({ byteLength: 3_000_000 })

    expect(await sent({ byteLength: 25_000_000 })).toMatchObject({ state: 'ready', byteLength: 3_000_000 })
  })

  it('is refused where it stays over the limit', async () => {
    tools.onJpeg = async () => undefined

    expect(await sent({ byteLength: 25_000_000 })).toMatchObject({ state: 'refused', errorCode: 'PHOTO_TOO_LARGE' })
  })

  it('is only compressed, never enlarged, where its sides are short and its bytes many', async () => {
    tools.size = { width: 2_000, height: 1_500 }

    await sent({ byteLength: 1_500_000 })

    expect(tools.jpegCalls).toMatchObject([{ longSide: null, quality: 80 }])
  })

  it('is tried where the platform does not tell its sides', async () => {
    tools.size = undefined

    expect(await sent({ byteLength: 4_000_000 })).toMatchObject({ byteLength: 400_000 })
  })

  it('follows the setting of the moment', async () => {
    const { uploader, clock, http } = world()

    preparation = ORIGINALS
    uploader.add(pickedPhotos(1, { byteLength: 4_000_000 }))
    await clock.advance(1_000)
    preparation = STANDARD
    uploader.add(pickedPhotos(1, { byteLength: 4_000_000 }))
    await clock.advance(1_000)

    expect(http.transfers.map(({ form }) => form.photo.byteLength)).toEqual([4_000_000, 400_000])
  })

  it('is made while the ones before it are sent, and made once over retries', async () => {
    const { uploader, clock, http, states } = world({ onTransfer: leaveOpen, uploader: { maxParallelUploads: 1 } })
    uploader.add(pickedPhotos(3, { byteLength: 4_000_000 }))
    await clock.advance(1_000)

    expect(http.transfers).toHaveLength(1)
    expect(tools.jpegCalls).toHaveLength(3)

    uploader.pause()
    uploader.resume()
    await clock.advance(1_000)

    expect(states()).toContain('uploading')
    expect(tools.jpegCalls).toHaveLength(3)
  })
})

describe('the original is sent', () => {
  it.each<[string, () => void, Parameters<typeof pickedPhotos>[1]]>([
    ['where originals are wanted', () => (preparation = ORIGINALS), { byteLength: 4_000_000 }],
    ['of a photo of few bytes', () => {}, { byteLength: 200_000 }],
    [
      'of a photo that was compressed before',
      () => (tools.size = { width: 2_560, height: 1_920 }),
      { byteLength: 1_400_000 },
    ],
    ['of a PNG', () => {}, { byteLength: 4_000_000, prefix: PNG }],
    ['of a GIF', () => {}, { byteLength: 4_000_000, prefix: asciiBytes('GIF89a') }],
    ['of a WebP', () => {}, { byteLength: 4_000_000, prefix: asciiBytes('RIFF....WEBP') }],
  ])('%s, and nothing is tried', async (_, arrange, photo) => {
    arrange()

    expect(await sent(photo)).toMatchObject({ state: 'ready', byteLength: photo?.byteLength })
    expect(tools.jpegCalls).toHaveLength(0)
  })

  it.each<[string, FakeImageTools['onJpeg']]>([
    ['is as large', async () => fakePhotoSource({ byteLength: 4_000_000 })],
    ['is no JPEG', async () => fakePhotoSource({ byteLength: 1_000, prefix: PNG })],
    ['has no bytes', async () => fakePhotoSource({ byteLength: 0 })],
    ['cannot be read', async () => fakePhotoSource({ byteLength: 1_000, gone: true })],
    ['is not made', async () => undefined],
    ['fails', () => Promise.reject(new Error('compressImage:fail'))],
    ['never comes', () => new Promise(() => {})],
  ])('where the smaller one %s', async (_, onJpeg) => {
    tools.onJpeg = onJpeg

    expect(await sent({ byteLength: 4_000_000 })).toMatchObject({ state: 'ready', byteLength: 4_000_000 })
    expect(tools.jpegCalls).toHaveLength(1)
  })

  it('where the platform makes no pictures at all', async () => {
    const { uploader, clock, http } = engineWorld({ preparation: () => STANDARD })

    uploader.add(pickedPhotos(1, { byteLength: 4_000_000 }))
    await clock.advance(1_000)

    expect(http.transfers[0]?.form.photo.byteLength).toBe(4_000_000)
  })
})

describe('a HEIC', () => {
  it.each<[string, Preparation, object]>([
    ['smaller', STANDARD, { longSide: 2_560, quality: 80 }],
    ['in full where originals are wanted', ORIGINALS, { longSide: null, quality: 92 }],
  ])('becomes a JPEG, %s, even a larger one', async (_, setting, wanted) => {
    preparation = setting

    const outcome = await sent({ byteLength: 300_000, prefix: HEIC })

    expect(tools.jpegCalls).toMatchObject([wanted])
    expect(outcome).toMatchObject({ granted: { contentType: 'image/jpeg', byteLength: 400_000 } })
  })

  it('is sent as it is where the platform cannot make a JPEG of it', async () => {
    tools.onJpeg = async () => fakePhotoSource({ byteLength: 250_000, prefix: HEIC })

    const outcome = await sent({ byteLength: 300_000, prefix: HEIC })

    expect(outcome).toMatchObject({ state: 'ready', granted: { contentType: 'image/heic', byteLength: 300_000 } })
  })

  it('is sent as it is where its JPEG would be over the limit', async () => {
    tools.onJpeg = async () => fakePhotoSource({ byteLength: 21_000_000 })

    const outcome = await sent({ byteLength: 9_000_000, prefix: HEIC })

    expect(outcome).toMatchObject({ state: 'ready', granted: { contentType: 'image/heic' } })
  })

  it('becomes a JPEG where the service takes no HEIC', async () => {
    const { uploader, clock, states } = world({ limits: { ...LIMITS, contentTypes: ['image/jpeg'] } })

    uploader.add(pickedPhotos(1, { byteLength: 300_000, prefix: HEIC }))
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })
})

describe('a photo of too many pixels', () => {
  it.each([
    ['a side', { width: PHOTO_SIDE_MAX + 1, height: 10 }],
    ['all', { width: 20_000, height: PHOTO_PIXELS_MAX / 20_000 + 1 }],
  ])('(%s) is refused before the platform decodes it', async (_, size) => {
    tools.size = size

    expect(await sent({ byteLength: 4_000_000 })).toMatchObject({
      state: 'refused',
      errorCode: 'PHOTO_TOO_MANY_PIXELS',
      byteLength: undefined,
    })
    expect(tools.jpegCalls).toHaveLength(0)
  })

  it('is one by a single pixel only', async () => {
    tools.size = { width: PHOTO_SIDE_MAX, height: Math.floor(PHOTO_PIXELS_MAX / PHOTO_SIDE_MAX) }

    expect(await sent({ byteLength: 4_000_000 })).toMatchObject({ state: 'ready' })
  })
})
