import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError, type Photo } from '@photolift/contracts'
import sharp from 'sharp'
import { type Client, uploadRequest } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { animation, decompressionBomb, grainyPhoto, heicPhoto, phonePhoto } from './pictures.js'
import { type RunningService, type RunOptions, runService } from './running-service.js'
import { ownMetadata } from './test-storage.js'
import { until } from './until.js'

const environment = { THUMBNAILS: 'server' }
// Small pictures of tests are made in milliseconds; a busy machine may take its time.
const thumbnailsWaitMs = 10_000

const pathOf = (url: string | undefined) => new URL(url as string).pathname

async function pictureAt(url: string | undefined): Promise<{ bytes: Buffer; contentType: string | null }> {
  const response = await fetch(url as string)
  expect(response.status).toBe(200)
  return { bytes: Buffer.from(await response.arrayBuffer()), contentType: response.headers.get('content-type') }
}

describe('small pictures by the service', () => {
  let service: RunningService
  let ann: Client

  beforeEach(async () => {
    service = await runService({ environment, thumbnailsWaitMs })
    ann = await service.person('ann')
  })
  afterEach(() => service.close())

  const objectsOf = (client: Client) => service.objects().filter(({ key }) => key.includes(client.userId))

  it('are made at the first view: upright, small, without metadata, private; the photo stays', async () => {
    const photo = await ann.store(Buffer.from(await phonePhoto({ width: 1_200, height: 900, orientation: 6 })))
    const confirmed = pathOf(photo.thumbnailUrl)

    const [shown] = (await ann.gallery()).photos

    expect(confirmed).toBe(pathOf(photo.viewUrl))
    expect(pathOf(shown?.viewUrl)).toBe(pathOf(photo.viewUrl))
    const { bytes, contentType } = await pictureAt(shown?.thumbnailUrl)
    const { format, width, height, exif, orientation } = await sharp(bytes).metadata()
    expect({ contentType, format, width, height, exif, orientation }).toEqual({
      contentType: 'image/webp',
      format: 'webp',
      width: 360,
      height: 480,
      exif: undefined,
      orientation: undefined,
    })
    for (const object of objectsOf(ann)) expect(object).toMatchObject({ acl: 'private', meta: ownMetadata() })
  })

  it('are made once, whoever shows the photo and however often at once', async () => {
    const photo = await ann.store(Buffer.from(await phonePhoto({ width: 900, height: 600 })))

    const shown = await Promise.all([
      ann.photo(photo.photoId),
      ann.photo(photo.photoId),
      ann.gallery().then(({ photos }) => photos[0] as Photo),
      ann.gallery().then(({ photos }) => photos[0] as Photo),
    ])

    expect(new Set(shown.map(({ thumbnailUrl }) => pathOf(thumbnailUrl))).size).toBe(1)
    expect(pathOf(shown[0]?.thumbnailUrl)).not.toBe(pathOf(photo.viewUrl))
    expect(objectsOf(ann)).toHaveLength(2)
  })

  it('are made for an answer of authorize about a stored photo, of a HEIC, and of the first picture of an animation', async () => {
    const heic = Buffer.from(await heicPhoto())
    await ann.store(heic, { contentType: 'image/heic' })
    await ann.store(Buffer.from(await animation('gif')), { contentType: 'image/gif' })

    const [grant] = await ann.authorize(uploadRequest(heic, { contentType: 'image/heic' }))

    if (grant?.kind !== 'stored') throw new Error(`expected the stored photo, got ${grant?.kind}`)
    expect((await pictureAt(grant.photo.thumbnailUrl)).contentType).toBe('image/webp')
    const { photos } = await ann.gallery()
    for (const { thumbnailUrl } of photos) {
      const { pages = 1, format } = await sharp((await pictureAt(thumbnailUrl)).bytes).metadata()
      expect({ pages, format }).toEqual({ pages: 1, format: 'webp' })
    }
    // The HEIC has a large one, too.
    expect(objectsOf(ann)).toHaveLength(5)
  })

  it('cannot be made of what is damaged or too large: the photo itself is shown, and nobody tries again', async () => {
    await ann.store(photoBytes())
    await ann.store(Buffer.from(await decompressionBomb()), { contentType: 'image/png' })
    const first = await ann.gallery()
    const warnings = service.logText().match(/no small picture/g)?.length

    const second = await ann.gallery()

    expect(second).toEqual(first)
    for (const photo of second.photos) expect(photo.thumbnailUrl).toBe(photo.viewUrl)
    expect(warnings).toBe(2)
    expect(service.logText().match(/no small picture/g)).toHaveLength(2)
    expect(objectsOf(ann)).toHaveLength(2)
  })

  it('go with their photo, and with the account', async () => {
    const [first, second] = [
      await ann.store(Buffer.from(await phonePhoto({ width: 600, height: 400 }))),
      await ann.store(Buffer.from(await phonePhoto({ width: 400, height: 600 }))),
    ]
    await ann.gallery()
    const before = objectsOf(ann).length

    await ann.send('DELETE', `/v1/photos/${first.photoId}`)
    const between = objectsOf(ann).length
    await ann.send('DELETE', '/v1/me')

    expect([before, between]).toEqual([4, 2])
    expect(objectsOf(ann)).toEqual([])
    expect(second.status).toBe('ready')
  })

  it('take no quota', async () => {
    const small = await runService({ environment: { ...environment, QUOTA_BYTES: '20000' }, thumbnailsWaitMs })
    try {
      const ben = await small.person('ben')
      const bytes = Buffer.from(await grainyPhoto({ width: 100, height: 100 }))
      await ben.store(bytes)
      await ben.gallery()

      const [rest] = await ben.authorize(uploadRequest(photoBytes('image/jpeg', 20_000 - bytes.length)))

      expect(rest?.kind).toBe('form')
    } finally {
      await small.close()
    }
  })
})

describe('small pictures and what crosses them', () => {
  let store: FakeObjectStore
  let service: RunningService
  let ann: Client

  beforeEach(() => start({ thumbnailsWaitMs }))
  afterEach(() => service.close())

  async function start(limits: Pick<RunOptions, 'thumbnailsWaitMs'>): Promise<void> {
    store = new FakeObjectStore()
    service = await runService({ store, environment, ...limits })
    ann = await service.person('ann')
  }

  async function storePhoto(size: { width: number; height: number }): Promise<Photo> {
    const bytes = Buffer.from(await phonePhoto(size))
    const grant = await ann.grant(uploadRequest(bytes))
    store.post(grant.key, bytes)
    const [result] = await ann.confirm(grant.photoId)
    if (result === undefined || !('photo' in result)) throw new Error('not confirmed')
    return result.photo
  }

  it('leave no object where their photo is deleted while they are made', async () => {
    const photo = await storePhoto({ width: 50, height: 40 })
    store.at('after write', async () => void (await ann.send('DELETE', `/v1/photos/${photo.photoId}`)))

    await ann.photo(photo.photoId)

    expect([...store.objects.keys()]).toEqual([])
  })

  it('are not waited for longer than a moment; the next view has them', async () => {
    await service.close()
    await start({ thumbnailsWaitMs: 500 })
    const photos = [await storePhoto({ width: 50, height: 40 }), await storePhoto({ width: 40, height: 50 })]
    const released = Promise.withResolvers<void>()
    for (let count = 0; count < photos.length; count++) store.at('before read', () => released.promise)

    const first = await ann.gallery()
    released.resolve()
    await until(() => store.objects.size === 4)
    const second = await ann.gallery()

    for (const photo of first.photos) expect(photo.thumbnailUrl).toBe(photo.viewUrl)
    for (const photo of second.photos) expect(photo.thumbnailUrl).not.toBe(photo.viewUrl)
  })

  it('are tried again where the bucket failed', async () => {
    const photo = await storePhoto({ width: 50, height: 40 })
    store.at('after write', () => {
      throw new AppError('STORAGE_UNAVAILABLE', 'no answer')
    })

    const first = await ann.photo(photo.photoId)
    const objects = store.objects.size
    const second = await ann.photo(photo.photoId)

    expect(first.thumbnailUrl).toBe(first.viewUrl)
    expect(objects).toBe(1)
    expect(second.thumbnailUrl).not.toBe(second.viewUrl)
    expect(store.objects.size).toBe(2)
  })
})
