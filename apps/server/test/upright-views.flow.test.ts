import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Photo } from '@photolift/contracts'
import sharp from 'sharp'
import type { Client } from './client.js'
import { BLUE, GREEN, heicPhoto, phonePhoto, RED, WHITE } from './pictures.js'
import { type RunningService, runService } from './running-service.js'

const FIELDS = { red: RED, green: GREEN, blue: BLUE, white: WHITE }

/** The fields of `phonePhoto` as a viewer shows them, top left, top right, bottom left, bottom right, by EXIF's eight numbers. */
const SHOWN: readonly string[] = [
  'red green blue white',
  'green red white blue',
  'white blue green red',
  'blue white red green',
  'red blue green white',
  'blue red white green',
  'white green blue red',
  'green white red blue',
]

interface ShownPicture {
  fields: string
  contentType: string | null
  width: number
  height: number
  exif: Buffer | undefined
}

async function shownAt(url: string | undefined): Promise<ShownPicture> {
  const response = await fetch(url as string)
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  const { exif } = await sharp(bytes).metadata()
  const { data, info } = await sharp(bytes).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const fieldAt = (x: number, y: number) => {
    const start = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
    const distance = (colour: readonly number[]) =>
      Math.hypot(...colour.map((value, channel) => value - (data[start + channel] ?? 0)))
    return Object.entries(FIELDS).sort(([, a], [, b]) => distance(a) - distance(b))[0]?.[0]
  }
  const fields = [fieldAt(0.25, 0.25), fieldAt(0.75, 0.25), fieldAt(0.25, 0.75), fieldAt(0.75, 0.75)].join(' ')
  return { fields, contentType: response.headers.get('content-type'), width: info.width, height: info.height, exif }
}

describe.each(['ci', 'server'])('pictures by THUMBNAILS=%s', (thumbnails) => {
  let service: RunningService
  let ann: Client

  beforeAll(async () => {
    service = await runService({ storage: 'cos', environment: { THUMBNAILS: thumbnails }, thumbnailsWaitMs: 20_000 })
    ann = await service.person('ann')
  })
  afterAll(() => service.close())

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'stand upright, as the photo and its edits do (orientation %i)',
    async (orientation) => {
      const stored = await ann.store(Buffer.from(await phonePhoto({ width: 400, height: 300, orientation })))

      const photo = await ann.photo(stored.photoId)
      const edited = await ann.edit(stored.photoId, { kind: 'resize', width: 100 })
      const [view, thumbnail, edit] = await Promise.all(
        [photo.viewUrl, photo.thumbnailUrl, edited.viewUrl].map(shownAt),
      )

      const fields = SHOWN[orientation - 1]
      expect({ view: view?.fields, thumbnail: thumbnail?.fields, edit: edit?.fields }).toEqual({
        view: fields,
        thumbnail: fields,
        edit: fields,
      })
      expect(thumbnail).toMatchObject({ contentType: 'image/webp', exif: undefined })
      expect(photo).toMatchObject({ width: view?.width, height: view?.height })
    },
  )

  it('show a HEIC as a JPEG, large and small, and hand out the HEIC itself', async () => {
    const heic = Buffer.from(await heicPhoto())
    const stored = await ann.store(heic, { contentType: 'image/heic' })

    const photo = await ann.photo(stored.photoId)
    const [view, thumbnail] = [await shownAt(photo.viewUrl), await shownAt(photo.thumbnailUrl)]
    const [link] = await ann.links([photo.photoId])

    expect(photo).toMatchObject({ contentType: 'image/heic', byteLength: heic.length })
    expect(view).toMatchObject({ contentType: 'image/jpeg', exif: undefined })
    expect(thumbnail.contentType).toBe('image/webp')
    expect(thumbnail.width / thumbnail.height).toBeCloseTo(view.width / view.height)
    const original = await fetch((link as { url: string }).url)
    expect(Buffer.from(await original.arrayBuffer())).toEqual(heic)
  })
})

describe('a HEIC', () => {
  it('is a HEIC where nothing makes pictures (THUMBNAILS=none)', async () => {
    const service = await runService({ storage: 'cos', environment: { THUMBNAILS: 'none' } })
    try {
      const ann = await service.person('ann')
      const photo = await ann.store(Buffer.from(await heicPhoto()), { contentType: 'image/heic' })

      expect(photo.thumbnailUrl).toBe(photo.viewUrl)
      expect((await fetch(photo.viewUrl as string)).headers.get('content-type')).toBe('image/heic')
    } finally {
      await service.close()
    }
  })

  it('is what its links lead to where the bucket cannot read it', async () => {
    const service = await runService({ storage: 'cos', environment: { THUMBNAILS: 'ci' } })
    try {
      const ann = await service.person('ann')
      const broken = Buffer.from(await heicPhoto())
      broken.fill(0, 60)
      const photo = await ann.store(broken, { contentType: 'image/heic' })

      const response = await fetch(photo.viewUrl as string)

      expect(response.status).toBe(200)
      expect(Buffer.from(await response.arrayBuffer())).toEqual(broken)
    } finally {
      await service.close()
    }
  })

  it('leaves nothing behind when it is deleted', async () => {
    const service = await runService({ environment: { THUMBNAILS: 'server' }, thumbnailsWaitMs: 20_000 })
    try {
      const ann = await service.person('ann')
      const heic = Buffer.from(await heicPhoto())
      const photos: Photo[] = []
      for (const pickId of ['a', 'b'])
        photos.push(await ann.store(Buffer.concat([heic, Buffer.from(pickId)]), { contentType: 'image/heic', pickId }))
      await ann.gallery()
      const objects = () => service.objects().filter(({ key }) => key.includes(ann.userId)).length
      const before = objects()

      await ann.send('DELETE', `/v1/photos/${photos[0]?.photoId}`)
      const between = objects()
      await ann.send('DELETE', '/v1/me')

      expect([before, between, objects()]).toEqual([6, 3, 0])
    } finally {
      await service.close()
    }
  })
})
