import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EditOperation, ErrorEnvelope, Photo } from '@photolift/contracts'
import { type Client, uploadRequest } from './client.js'
import { md5, photoBytes } from './photo-bytes.js'
import {
  animatedPng,
  animation,
  decompressionBomb,
  fourFields,
  grainyPhoto,
  heicPhoto,
  phonePhoto,
} from './pictures.js'
import { type RunningService, runService } from './running-service.js'
import { ownMetadata } from './test-storage.js'

let service: RunningService

beforeAll(async () => {
  service = await runService()
})
afterAll(() => service.close())

const objectsOf = (client: Client) => service.objects().filter(({ key }) => key.includes(client.userId))
const half: EditOperation = { kind: 'resize', width: 20 }
const grey: EditOperation = { kind: 'greyscale' }

async function personWithPhoto(): Promise<{ ann: Client; photo: Photo }> {
  const ann = await service.person('ann')
  return { ann, photo: await ann.store(Buffer.from(await phonePhoto())) }
}

/** A mark that nobody else's is like. */
async function storeMark(client: Client, width: number): Promise<Photo> {
  return client.store(Buffer.from(await fourFields({ width, height: 8 }).png().toBuffer()), {
    contentType: 'image/png',
  })
}

async function bytesOf(photo: Photo): Promise<Buffer> {
  const response = await fetch(photo.viewUrl as string)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe(photo.contentType)
  return Buffer.from(await response.arrayBuffer())
}

describe('an edit', () => {
  it('is a new photo, the newest, that says what it was made of', async () => {
    const { ann, photo } = await personWithPhoto()
    await ann.store(Buffer.from(await grainyPhoto({ width: 30, height: 30 })))

    const edited = await ann.edit(photo.photoId, half, { kind: 'format', format: 'webp' })

    expect(edited).toMatchObject({
      status: 'ready',
      sourcePhotoId: photo.photoId,
      contentType: 'image/webp',
      width: 20,
      height: 15,
      position: 0,
    })
    const bytes = await bytesOf(edited)
    expect(bytes.length).toBe(edited.byteLength)
    const { photos } = await ann.gallery()
    expect(photos[0]).toEqual(edited)
    expect(photos).toHaveLength(3)
    expect(await ann.photo(edited.photoId)).toEqual(edited)
  })

  it('leaves one private object behind, and the original as it was', async () => {
    const { ann, photo } = await personWithPhoto()
    const before = md5(await bytesOf(photo))

    const edited = await ann.edit(photo.photoId, grey)

    const objects = objectsOf(ann)
    expect(objects).toHaveLength(2)
    for (const object of objects)
      expect(object).toMatchObject({ acl: 'private', meta: ownMetadata(), storageClass: 'STANDARD' })
    expect(md5(await bytesOf(photo))).toBe(before)
    expect((await ann.photo(edited.photoId)).status).toBe('ready')
  })

  it('of an edit, and of a HEIC, works too', async () => {
    const { ann, photo } = await personWithPhoto()
    const heic = await ann.store(Buffer.from(await heicPhoto()), { contentType: 'image/heic' })

    const twice = await ann.edit((await ann.edit(photo.photoId, half)).photoId, grey)
    const fromHeic = await ann.edit(heic.photoId, grey)

    expect(twice).toMatchObject({ width: 20, height: 15 })
    expect(fromHeic).toMatchObject({ contentType: 'image/jpeg', sourcePhotoId: heic.photoId })
  })

  it('lays a photo of the same person on another', async () => {
    const { ann, photo } = await personWithPhoto()
    const mark = await storeMark(ann, 20)
    const lay: EditOperation = { kind: 'watermark', photoId: mark.photoId, place: 'south', scale: 0.5, opacity: 0.8 }

    const edited = await ann.edit(photo.photoId, lay)

    expect(md5(await bytesOf(edited))).not.toBe(md5(await bytesOf(photo)))
    expect(edited.sourcePhotoId).toBe(photo.photoId)
  })

  it('counts the bytes that it has, and gives them back with its deletion', async () => {
    const small = await runService({ environment: { QUOTA_BYTES: '60000' } })
    try {
      const ann = await small.person('ann')
      const photo = await ann.store(Buffer.from(await grainyPhoto({ width: 150, height: 100 })))
      for (let round = 0; round < 10; round++) {
        const edited = await ann.edit(photo.photoId, { kind: 'blur', sigma: 1 + round })
        await ann.send('DELETE', `/v1/photos/${edited.photoId}`)
      }

      const huge = await ann.editRefusal(
        photo.photoId,
        { kind: 'resize', width: 1_200, enlarge: true },
        { kind: 'quality', quality: 100 },
      )
      const filler = await ann.authorize(uploadRequest(photoBytes('image/jpeg', 60_000 - photo.byteLength)))

      expect(huge).toEqual({ status: 403, code: 'QUOTA_EXCEEDED' })
      expect(filler).toMatchObject([{ kind: 'form' }])
      expect(small.objects('photos/')).toHaveLength(1)
    } finally {
      await small.close()
    }
  })
})

describe('the same edit', () => {
  it('asked for again is the same photo, however it is written', async () => {
    const { ann, photo } = await personWithPhoto()

    const first = await ann.edit(photo.photoId, half, { kind: 'rotate', degrees: -90 })
    const again = await ann.edit(
      photo.photoId,
      { kind: 'resize', fit: 'inside', width: 20 },
      { kind: 'rotate', degrees: 270 },
    )

    expect(again).toEqual(first)
    expect(objectsOf(ann)).toHaveLength(2)
  })

  it('asked for ten times at once is made once', async () => {
    const { ann, photo } = await personWithPhoto()

    const edited = await Promise.all(Array.from({ length: 10 }, () => ann.edit(photo.photoId, half, grey)))

    expect(new Set(edited.map(({ photoId }) => photoId)).size).toBe(1)
    expect(objectsOf(ann)).toHaveLength(2)
    expect((await ann.gallery()).photos).toHaveLength(2)
  })

  it('of photos that have the same bytes is the same photo too', async () => {
    const { ann, photo } = await personWithPhoto()
    const mark = await storeMark(ann, 30)
    const turned = await ann.edit(mark.photoId, { kind: 'rotate', degrees: 180 })
    const flipped = await ann.edit(
      mark.photoId,
      { kind: 'flip', axis: 'vertical' },
      { kind: 'flip', axis: 'horizontal' },
    )
    const lay = ({ photoId }: Photo) =>
      ann.edit(photo.photoId, { kind: 'watermark', photoId, place: 'west', scale: 0.3, opacity: 1 })

    const [one, other] = [await lay(turned), await lay(flipped)]

    expect(flipped.photoId).not.toBe(turned.photoId)
    expect(other.photoId).toBe(one.photoId)
  })

  it('is made anew after its photo was deleted', async () => {
    const { ann, photo } = await personWithPhoto()
    const first = await ann.edit(photo.photoId, half)
    await ann.send('DELETE', `/v1/photos/${first.photoId}`)

    const again = await ann.edit(photo.photoId, half)

    expect(again.photoId).not.toBe(first.photoId)
    expect((await ann.gallery()).photos).toHaveLength(2)
  })

  it('by another person with the same bytes is theirs', async () => {
    const { ann, photo } = await personWithPhoto()
    const { ann: ben, photo: photoOfBen } = await personWithPhoto()

    const [ofAnn, ofBen] = [await ann.edit(photo.photoId, half), await ben.edit(photoOfBen.photoId, half)]

    expect(ofAnn.photoId).not.toBe(ofBen.photoId)
    expect((await ann.gallery()).photos).toHaveLength(2)
  })
})

describe("what is not the caller's own stored photo", () => {
  const routes = async (thief: Client, own: Photo, foreignId: string) => [
    await thief.editRefusal(foreignId, grey),
    await thief.editRefusal(own.photoId, {
      kind: 'watermark',
      photoId: foreignId,
      place: 'center',
      scale: 1,
      opacity: 1,
    }),
  ]

  it.each(['stored', 'granted only'])(
    '%s, cannot be edited or laid on a photo, and answers like nothing',
    async (kind) => {
      const { ann: owner, photo } = await personWithPhoto()
      const foreignId = kind === 'stored' ? photo.photoId : (await owner.grant(uploadRequest(photoBytes()))).photoId
      const { ann: thief, photo: own } = await personWithPhoto()

      const answers = await routes(thief, own, foreignId)

      expect(answers).toEqual(await routes(thief, own, 'f'.repeat(32)))
      expect(answers).toEqual([0, 1].map(() => ({ status: 404, code: 'PHOTO_NOT_FOUND' })))
      expect(objectsOf(thief)).toHaveLength(1)
    },
  )

  it.each([
    ['SQL', "'%20or%201=1--"],
    ['Chinese', '照片'],
    ['a zero byte', '%00'],
    ['5,000 letters', 'x'.repeat(5_000)],
  ])('by an id of %s is not found', async (_, photoId) => {
    const ann = await service.person('ann')

    const answer = await ann.send<ErrorEnvelope>('POST', `/v1/photos/${photoId}/edits`, { operations: [grey] })

    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'PHOTO_NOT_FOUND' } } })
  })

  it('because it was deleted is not found; because it is not confirmed is said', async () => {
    const { ann, photo } = await personWithPhoto()
    const pending = await ann.grant(uploadRequest(photoBytes()))
    await ann.send('DELETE', `/v1/photos/${photo.photoId}`)

    expect(await ann.editRefusal(photo.photoId, grey)).toEqual({ status: 404, code: 'PHOTO_NOT_FOUND' })
    expect(await ann.editRefusal(pending.photoId, grey)).toEqual({ status: 409, code: 'PHOTO_NOT_UPLOADED' })
  })

  it('with a token whose account is gone is 401', async () => {
    const { ann, photo } = await personWithPhoto()
    await ann.send('DELETE', '/v1/me')

    expect(await ann.editRefusal(photo.photoId, grey)).toEqual({ status: 401, code: 'AUTH_TOKEN_INVALID' })
  })
})

describe('a photo that cannot be edited', () => {
  it.each([
    ['a decompression bomb', 'image/png', decompressionBomb, 413, 'PHOTO_TOO_MANY_PIXELS'],
    ['random bytes', 'image/jpeg', async () => photoBytes(), 422, 'PHOTO_DAMAGED'],
    [
      'a truncated JPEG',
      'image/jpeg',
      async () => (await phonePhoto({ width: 400, height: 300 })).subarray(0, 2_000),
      422,
      'PHOTO_DAMAGED',
    ],
    ['a truncated HEIC', 'image/heic', async () => (await heicPhoto()).subarray(0, 600), 422, 'PHOTO_DAMAGED'],
    ['an animated GIF', 'image/gif', () => animation('gif'), 415, 'PHOTO_ANIMATED'],
    ['an animated WebP', 'image/webp', () => animation('webp'), 415, 'PHOTO_ANIMATED'],
    ['an animated PNG', 'image/png', animatedPng, 415, 'PHOTO_ANIMATED'],
    [
      'a GIF that is an SVG',
      'image/gif',
      async () => Buffer.from('GIF89a<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
      422,
      'PHOTO_DAMAGED',
    ],
  ] as const)('is %s: said clearly, without a trace', async (_, contentType, make, status, code) => {
    const ann = await service.person('ann')
    const photo = await ann.store(Buffer.from(await make()), { contentType })

    const refusals = [await ann.editRefusal(photo.photoId, grey), await ann.editRefusal(photo.photoId, grey)]

    expect(refusals).toEqual([
      { status, code },
      { status, code },
    ])
    expect(objectsOf(ann)).toHaveLength(1)
    expect((await ann.gallery()).photos).toHaveLength(1)
  })

  it('takes no quota', async () => {
    const tight = await runService({ environment: { QUOTA_PHOTOS_PER_DAY: '2' } })
    try {
      const ann = await tight.person('ann')
      const damaged = await ann.store(photoBytes())
      for (let count = 0; count < 4; count++)
        expect((await ann.editRefusal(damaged.photoId, { kind: 'blur', sigma: 1 + count })).code).toBe('PHOTO_DAMAGED')

      const photo = await ann.store(Buffer.from(await phonePhoto()))

      expect(photo.status).toBe('ready')
      expect(await ann.editRefusal(photo.photoId, grey)).toEqual({ status: 403, code: 'DAILY_QUOTA_EXCEEDED' })
    } finally {
      await tight.close()
    }
  })
})

describe('a request for an edit', () => {
  it.each<[string, unknown]>([
    ['no operations', []],
    ['21 operations', Array.from({ length: 21 }, () => ({ kind: 'greyscale' }))],
    ['an unknown step', [{ kind: 'shell', command: 'id' }]],
    ['an unknown field', [{ kind: 'greyscale', input: '/etc/passwd' }]],
    ['a size of nothing', [{ kind: 'resize' }]],
    ['a size of 0', [{ kind: 'resize', width: 0 }]],
    ['a size past every format', [{ kind: 'resize', width: 16_384 }]],
    ['a crop at a negative place', [{ kind: 'crop', left: -1, top: 0, width: 1, height: 1 }]],
    ['half a pixel', [{ kind: 'crop', left: 0.5, top: 0, width: 1, height: 1 }]],
    ['a blur without end', [{ kind: 'blur', sigma: 1e9 }]],
    ['a blur that is a text', [{ kind: 'blur', sigma: '1' }]],
    ['a format that is none', [{ kind: 'format', format: 'svg' }]],
    ['a quality past the best', [{ kind: 'quality', quality: 101 }]],
    ['a mark of no size', [{ kind: 'watermark', photoId: 'x', place: 'center', scale: 0, opacity: 1 }]],
  ])('with %s is 400', async (_, operations) => {
    const { ann, photo } = await personWithPhoto()

    const answer = await ann.send<ErrorEnvelope>('POST', `/v1/photos/${photo.photoId}/edits`, { operations })

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'REQUEST_INVALID' } } })
  })

  it('for a crop outside says where the edge is', async () => {
    const { ann, photo } = await personWithPhoto()
    const crop: EditOperation = { kind: 'crop', left: 30, top: 0, width: 11, height: 1 }

    const answer = await ann.send<ErrorEnvelope>('POST', `/v1/photos/${photo.photoId}/edits`, { operations: [crop] })

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'EDIT_OUT_OF_BOUNDS' } } })
    expect(answer.body.error.message).toContain('40 × 30')
  })

  it('for twenty steps that each make more of it is refused before it grows', async () => {
    const { ann, photo } = await personWithPhoto()
    const steps = Array.from({ length: 10 }, (_, index): EditOperation[] => [
      { kind: 'resize', width: Math.min(16_383, 80 * 2 ** index), enlarge: true },
      { kind: 'blur', sigma: 0.6 },
    ])

    expect(await ann.editRefusal(photo.photoId, ...steps.flat())).toEqual({
      status: 413,
      code: 'PHOTO_TOO_MANY_PIXELS',
    })
  })
})

describe('a storm of edits', () => {
  it('of one person is let through a few at a time, and never past the quota', async () => {
    const tight = await runService({ environment: { QUOTA_PHOTOS_PER_DAY: '8' } })
    try {
      const ann = await tight.person('ann')
      const photo = await ann.store(Buffer.from(await grainyPhoto({ width: 800, height: 600 })))

      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          ann.send<ErrorEnvelope & Photo>('POST', `/v1/photos/${photo.photoId}/edits`, {
            operations: [{ kind: 'blur', sigma: 1 + index }],
          }),
        ),
      )

      const made = answers.filter(({ status }) => status === 200)
      const busy = answers.filter(({ body }) => body.error?.code === 'EDIT_BUSY')
      const refused = answers.filter(({ body }) => body.error?.code === 'DAILY_QUOTA_EXCEEDED')
      expect(made.length + busy.length + refused.length).toBe(40)
      expect(made.length).toBeGreaterThan(0)
      expect(made.length).toBeLessThanOrEqual(7)
      expect(busy.length).toBeGreaterThan(0)
      for (const { headers } of busy) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await ann.gallery()).photos).toHaveLength(1 + made.length)
      expect(tight.objects('photos/')).toHaveLength(1 + made.length)
    } finally {
      await tight.close()
    }
  })
})
