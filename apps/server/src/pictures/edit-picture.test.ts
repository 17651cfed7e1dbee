import { beforeAll, describe, expect, it } from '@jest/globals'
import type { EditOperation, PhotoContentType } from '@photolift/contracts'
import sharp from 'sharp'
import {
  animatedPng,
  animation,
  BLUE,
  decompressionBomb,
  fourFields,
  GREEN,
  grainyPhoto,
  greatestDifference,
  heicPhoto,
  jpegOfManyScans,
  phonePhoto,
  photoWithPreview,
  pixelOf,
  RED,
  WHITE,
} from '../../test/pictures.js'
import { editPicture } from './edit-picture.js'
import { loadSharp } from './load-sharp.js'
import { toPictureEdit } from './picture-edit.js'
import { TimeLimit } from './time-limit.js'

let mark: Buffer

beforeAll(async () => {
  // With the reader's restrictions in place from the start, as in the service.
  await loadSharp()
  mark = await sharp({ create: { width: 10, height: 10, channels: 3, background: '#000000' } })
    .png()
    .toBuffer()
})

async function edit(
  bytes: Buffer,
  operations: EditOperation[],
  { contentType = 'image/jpeg', milliseconds = 20_000 }: { contentType?: PhotoContentType; milliseconds?: number } = {},
) {
  const limit = new TimeLimit(milliseconds)
  const openMark = async () => ({ bytes: mark, contentType: 'image/png' }) as const
  return editPicture({ bytes, contentType }, toPictureEdit(operations, contentType), { limit, openMark })
}

const asPng: EditOperation = { kind: 'format', format: 'png' }
const near = (colour: readonly number[]) => colour.map((value) => expect.closeTo(value, -1.5))

describe('steps', () => {
  const lists: Record<string, EditOperation[]> = {
    'a crop after a resize': [
      { kind: 'resize', width: 20 },
      { kind: 'crop', left: 10, top: 0, width: 10, height: 8 },
    ],
    'a resize after a crop': [
      { kind: 'crop', left: 20, top: 5, width: 20, height: 20 },
      { kind: 'resize', width: 10, height: 10 },
    ],
    'a crop after a quarter turn': [
      { kind: 'rotate', degrees: 90 },
      { kind: 'crop', left: 0, top: 0, width: 12, height: 18 },
    ],
    'a quarter turn after a crop': [
      { kind: 'crop', left: 3, top: 2, width: 30, height: 20 },
      { kind: 'rotate', degrees: -90 },
      { kind: 'flip', axis: 'horizontal' },
    ],
    'a turn of a flipped picture': [
      { kind: 'flip', axis: 'vertical' },
      { kind: 'rotate', degrees: 270 },
    ],
    'a turn, then a cover': [
      { kind: 'rotate', degrees: 90 },
      { kind: 'resize', width: 16, height: 16, fit: 'cover' },
    ],
    'a cover, then a turn': [
      { kind: 'resize', width: 20, height: 10, fit: 'cover' },
      { kind: 'rotate', degrees: 90 },
    ],
    'a padding, then a turn': [
      { kind: 'resize', width: 20, height: 30, fit: 'contain' },
      { kind: 'rotate', degrees: 90 },
    ],
    'a mark that is cut, then turned': [
      { kind: 'watermark', photoId: 'mark', place: 'south-east', scale: 0.5, opacity: 1 },
      { kind: 'crop', left: 20, top: 10, width: 20, height: 20 },
      { kind: 'rotate', degrees: 180 },
    ],
    'a mark that stays dark, under one that comes later': [
      { kind: 'watermark', photoId: 'mark', place: 'center', scale: 0.5, opacity: 0.5 },
      { kind: 'greyscale' },
      { kind: 'watermark', photoId: 'mark', place: 'north-west', scale: 0.2, opacity: 0.5 },
    ],
    'a blur before a sharpening, and after one': [
      { kind: 'blur', sigma: 2 },
      { kind: 'sharpen', sigma: 1 },
      { kind: 'blur', sigma: 1 },
      { kind: 'resize', width: 20 },
    ],
    'a free turn in the middle': [
      { kind: 'resize', width: 30 },
      { kind: 'rotate', degrees: 30 },
      { kind: 'crop', left: 5, top: 5, width: 20, height: 20 },
    ],
    'orientation that is used late': [
      { kind: 'crop', left: 0, top: 0, width: 30, height: 20 },
      { kind: 'greyscale' },
      { kind: 'auto-orient' },
      { kind: 'flip', axis: 'vertical' },
    ],
  }

  it.each(Object.entries(lists))('of one edit do what the same steps do one by one: %s', async (_, operations) => {
    const photo = await phonePhoto({ orientation: 6 })

    const together = await edit(photo, [...operations, asPng])

    let oneByOne = await edit(photo, [asPng])
    for (const operation of operations) oneByOne = await edit(oneByOne.bytes, [operation], { contentType: 'image/png' })
    expect(together).toMatchObject({ width: oneByOne.width, height: oneByOne.height })
    expect(await greatestDifference(together.bytes, oneByOne.bytes)).toBeLessThanOrEqual(2)
  })

  it('turn a picture upright as its EXIF says, once', async () => {
    const photo = await phonePhoto({ orientation: 6 })

    const { bytes, width, height } = await edit(photo, [{ kind: 'auto-orient' }, { kind: 'auto-orient' }, asPng])

    // 6: the picture's top is on the right, so its left lies below.
    expect([width, height]).toEqual([30, 40])
    expect(await pixelOf(bytes, 2, 2)).toEqual(near(BLUE))
    expect(await pixelOf(bytes, 27, 2)).toEqual(near(RED))
    expect(await pixelOf(bytes, 2, 37)).toEqual(near(WHITE))
    expect(await pixelOf(bytes, 27, 37)).toEqual(near(GREEN))
    expect((await sharp(bytes).metadata()).orientation ?? 1).toBe(1)
  })

  it('turn clockwise', async () => {
    const { bytes } = await edit(await phonePhoto(), [{ kind: 'rotate', degrees: 90 }, asPng])

    expect(await pixelOf(bytes, 27, 2)).toEqual(near(RED))
  })

  it.each([
    ['png', [0, 0, 0, 0]],
    ['webp', [0, 0, 0, 0]],
    ['jpeg', [0, 0, 0]],
  ] as const)('leave corners beside a free turn, written as %s', async (format, corner) => {
    const { bytes } = await edit(await phonePhoto(), [
      { kind: 'rotate', degrees: 45 },
      { kind: 'format', format },
    ])

    expect(await pixelOf(bytes, 0, 0)).toEqual(near(corner))
  })

  it.each([1, 20, 45, 88, 135, -30])('cut the corners off on demand, after a turn by %d degrees', async (degrees) => {
    const white = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer()

    const { bytes, width, height } = await edit(white, [{ kind: 'rotate', degrees, fill: 'crop' }], {
      contentType: 'image/png',
    })

    const { channels } = await sharp(bytes).stats()
    for (const { min } of channels) expect(min).toBeGreaterThan(250)
    expect(width * height).toBeGreaterThan(300 * 200 * 0.3)
  })

  it.each([
    [{ width: 20 }, [20, 15]],
    [{ height: 15 }, [20, 15]],
    [{ width: 20, height: 20 }, [20, 15]],
    [{ width: 20, height: 20, fit: 'outside' }, [27, 20]],
    [{ width: 20, height: 20, fit: 'cover' }, [20, 20]],
    [{ width: 20, height: 20, fit: 'contain' }, [20, 20]],
    [{ width: 20, height: 10, fit: 'fill' }, [20, 10]],
    [{ width: 80, height: 80 }, [40, 30]],
    [{ width: 80, height: 80, enlarge: true }, [80, 60]],
    [{ width: 80, height: 20, fit: 'cover' }, [40, 20]],
    [{ width: 80, height: 80, fit: 'cover', enlarge: true }, [80, 80]],
    [{ width: 80, height: 20, fit: 'fill' }, [40, 20]],
    [{ width: 80, height: 80, fit: 'contain' }, [80, 80]],
  ] as const)('resize 40 × 30 by %j', async (resize, size) => {
    const { bytes, width, height } = await edit(await phonePhoto(), [{ kind: 'resize', ...resize }, asPng])

    expect([width, height]).toEqual(size)
    const written = await sharp(bytes).metadata()
    expect([written.width, written.height]).toEqual(size)
  })

  it('put a mark where it is wanted, as wide and as see-through as wanted', async () => {
    const { bytes } = await edit(await phonePhoto(), [
      { kind: 'watermark', photoId: 'mark', place: 'south-east', scale: 0.25, opacity: 0.5 },
      asPng,
    ])

    expect(await pixelOf(bytes, 38, 28)).toEqual(near([125, 125, 125, 255]))
    expect(await pixelOf(bytes, 28, 28)).toEqual(near([...WHITE, 255]))
  })

  it('make a mark less wide where it would be taller than the picture', async () => {
    const { bytes, width, height } = await edit(await phonePhoto({ width: 100, height: 20 }), [
      { kind: 'watermark', photoId: 'mark', place: 'west', scale: 1, opacity: 1 },
      asPng,
    ])

    expect([width, height]).toEqual([100, 20])
    expect(await pixelOf(bytes, 18, 10)).toEqual(near([0, 0, 0, 255]))
    expect(await pixelOf(bytes, 22, 2)).toEqual(near([...RED, 255]))
  })
})

describe('the result', () => {
  it('keeps EXIF, through all passes, unless told to drop it', async () => {
    const photo = await phonePhoto()
    const passes: EditOperation[] = [
      { kind: 'resize', width: 30 },
      { kind: 'crop', left: 0, top: 0, width: 20, height: 20 },
    ]

    const kept = await edit(photo, passes)
    const stripped = await edit(photo, [{ kind: 'strip-metadata' }, ...passes])

    expect((await sharp(kept.bytes).metadata()).exif?.includes('Photolift')).toBe(true)
    expect((await sharp(stripped.bytes).metadata()).exif).toBeUndefined()
    expect(stripped.bytes.includes('Photolift')).toBe(false)
  })

  it.each(['jpeg', 'png', 'webp'] as const)(
    'keeps no preview of what was cut off, read and written as %s',
    async (format) => {
      const { photo, preview } = await photoWithPreview(format)
      const before = await sharp(photo).metadata()

      const { bytes } = await edit(photo, [{ kind: 'crop', left: 0, top: 0, width: 5, height: 5 }], {
        contentType: `image/${format}`,
      })

      expect(before.exif?.includes(preview)).toBe(true)
      const { exif } = await sharp(bytes).metadata()
      expect(exif?.includes('Photolift')).toBe(true)
      expect(exif?.includes(preview)).toBe(false)
      expect(exif?.includes('maker')).toBe(false)
    },
  )

  it('drops EXIF that cannot be read to its end', async () => {
    const { photo } = await photoWithPreview('jpeg')
    // The first directory's place.
    photo.writeUInt32LE(60_000, photo.indexOf('II*\0') + 4)

    const { bytes } = await edit(photo, [{ kind: 'greyscale' }])

    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  })

  it('shows the same colours with a profile of its own and without', async () => {
    const photo = await fourFields().withIccProfile('p3').jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()

    const kept = await edit(photo, [asPng])
    const stripped = await edit(photo, [asPng, { kind: 'strip-metadata' }])

    expect((await sharp(kept.bytes).metadata()).icc).toBeDefined()
    expect((await sharp(stripped.bytes).metadata()).icc).toBeUndefined()
    // sharp brings both to sRGB while it reads.
    expect(await greatestDifference(kept.bytes, stripped.bytes)).toBeLessThanOrEqual(4)
  })

  it('of a picture in ink or in grey has three colours and no profile of the old ones', async () => {
    const ink = await fourFields().toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer()
    const grey = await fourFields().toColourspace('b-w').jpeg().toBuffer()

    for (const photo of [ink, grey]) {
      const { bytes } = await edit(photo, [
        { kind: 'resize', width: 20 },
        { kind: 'flip', axis: 'horizontal' },
        { kind: 'greyscale' },
      ])
      const { space, hasProfile } = await sharp(bytes).metadata()
      expect({ space, hasProfile }).toEqual({ space: 'srgb', hasProfile: false })
    }
  })

  it.each([
    ['image/jpeg', 'jpeg'],
    ['image/png', 'png'],
    ['image/webp', 'webp'],
    ['image/gif', 'jpeg'],
  ] as const)('of %s is written as %s', async (contentType, format) => {
    const photo = await fourFields()
      .toFormat(contentType.slice('image/'.length) as 'jpeg')
      .toBuffer()

    const { bytes } = await edit(photo, [{ kind: 'greyscale' }], { contentType })

    expect((await sharp(bytes).metadata()).format).toBe(format)
  })

  it('of HEIC is a JPEG, upright', async () => {
    const { bytes, width, height } = await edit(await heicPhoto(), [{ kind: 'auto-orient' }], {
      contentType: 'image/heic',
    })

    const { format, ...size } = await sharp(bytes).metadata()
    expect(format).toBe('jpeg')
    expect(size).toMatchObject({ width, height })
    expect((await sharp(bytes).stats()).entropy).toBeGreaterThan(1)
  })

  it('has the quality that was asked for', async () => {
    const photo = await grainyPhoto({ width: 200, height: 200 })

    const [low, usual, high] = await Promise.all(
      [[{ kind: 'quality', quality: 10 }], [{ kind: 'greyscale' }], [{ kind: 'quality', quality: 100 }]].map(
        (operations) => edit(photo, operations as EditOperation[]),
      ),
    )

    expect(low?.bytes.length).toBeLessThan(usual?.bytes.length ?? 0)
    expect(usual?.bytes.length).toBeLessThan(high?.bytes.length ?? 0)
  })
})

describe('a picture that cannot be edited', () => {
  it('is a decompression bomb: nothing of it is decoded', async () => {
    const bomb = await decompressionBomb()

    await expect(edit(bomb, [{ kind: 'greyscale' }], { contentType: 'image/png' })).rejects.toMatchObject({
      code: 'PHOTO_TOO_MANY_PIXELS',
    })
  })

  it('is a JPEG that is drawn in hundreds of scans, which no time limit would end', async () => {
    const few = await edit(jpegOfManyScans({ bits: 1 }), [{ kind: 'greyscale' }])

    expect(few).toMatchObject({ width: 64, height: 64 })
    await expect(edit(jpegOfManyScans({ bits: 2 }), [{ kind: 'greyscale' }])).rejects.toMatchObject({
      code: 'PHOTO_DAMAGED',
    })
  })

  it('has half as many pixels as others and twice as many bits', async () => {
    const read = async (bits: number) =>
      edit(await decompressionBomb({ side: 6_000, bits }), [{ kind: 'greyscale' }], { contentType: 'image/png' })

    await expect(read(16)).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY_PIXELS' })
    await expect(read(8)).rejects.toMatchObject({ code: 'PHOTO_DAMAGED' })
  })

  it.each([
    ['a JPEG', 'image/jpeg', () => grainyPhoto({ width: 400, height: 300 })],
    ['a PNG', 'image/png', () => fourFields({ width: 400, height: 300 }).png().toBuffer()],
    ['a WebP', 'image/webp', () => fourFields({ width: 400, height: 300 }).webp({ lossless: true }).toBuffer()],
    ['a HEIC', 'image/heic', heicPhoto],
  ] as const)('is %s that ends too early', async (_, contentType, photo) => {
    const bytes = await photo()

    for (const share of [0.7, 0.3])
      await expect(
        edit(bytes.subarray(0, Math.floor(bytes.length * share)), [{ kind: 'greyscale' }], { contentType }),
      ).rejects.toMatchObject({ code: 'PHOTO_DAMAGED' })
  })

  it.each([
    ['a GIF', 'image/gif', () => animation('gif')],
    ['a WebP', 'image/webp', () => animation('webp')],
    ['a PNG', 'image/png', animatedPng],
  ] as const)('is %s that moves', async (_, contentType, photo) => {
    await expect(edit(await photo(), [{ kind: 'greyscale' }], { contentType })).rejects.toMatchObject({
      code: 'PHOTO_ANIMATED',
    })
  })

  it.each([
    [
      'an SVG behind the first bytes of a GIF',
      Buffer.from('GIF89a<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'image/gif',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'image/jpeg'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/png'],
    ['nothing', Buffer.alloc(0), 'image/jpeg'],
  ] as const)('is %s', async (_, bytes, contentType) => {
    await expect(edit(bytes, [{ kind: 'greyscale' }], { contentType })).rejects.toMatchObject({ code: 'PHOTO_DAMAGED' })
  })

  it('is of another type than its row says', async () => {
    const png = await fourFields().png().toBuffer()

    await expect(edit(png, [{ kind: 'greyscale' }], { contentType: 'image/webp' })).rejects.toMatchObject({
      code: 'PHOTO_DAMAGED',
    })
  })

  it('with a page behind its last byte is written without it', async () => {
    const polyglot = Buffer.concat([await phonePhoto(), Buffer.from('<script>alert(1)</script>')])

    const { bytes } = await edit(polyglot, [{ kind: 'greyscale' }])

    expect(bytes.includes('<script>')).toBe(false)
  })
})

describe('steps that cannot be done', () => {
  it.each([
    { left: 1, top: 0, width: 40, height: 30 },
    { left: 0, top: 1, width: 40, height: 30 },
    { left: 16_000, top: 0, width: 1, height: 1 },
  ])('are a crop outside: %j', async (area) => {
    await expect(edit(await phonePhoto(), [{ kind: 'crop', ...area }])).rejects.toMatchObject({
      code: 'EDIT_OUT_OF_BOUNDS',
    })
  })

  it('are twenty that each make more of it', async () => {
    const growing = (index: number): EditOperation[] => [
      { kind: 'resize', width: Math.min(16_383, 80 * 2 ** index), enlarge: true },
      { kind: 'blur', sigma: 1 },
    ]

    await expect(
      edit(await phonePhoto(), Array.from({ length: 10 }, (_, index) => growing(index)).flat()),
    ).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY_PIXELS' })
  })

  it('are a turn whose box is too large', async () => {
    const long = await fourFields({ width: 12_000, height: 1_000 }).png().toBuffer()

    await expect(edit(long, [{ kind: 'rotate', degrees: 45 }], { contentType: 'image/png' })).rejects.toMatchObject({
      code: 'PHOTO_TOO_MANY_PIXELS',
    })
  })

  it('take longer than they may', async () => {
    const photo = await grainyPhoto({ width: 4_000, height: 3_000 })
    const sharpen: EditOperation = { kind: 'sharpen', sigma: 10 }

    await expect(edit(photo, [sharpen, sharpen, sharpen], { milliseconds: 300 })).rejects.toMatchObject({
      code: 'EDIT_TIMEOUT',
    })
  })

  it('are a HEIC whose time others take: it may be tried again', async () => {
    const bytes = await heicPhoto()
    const decode = (milliseconds: number) =>
      edit(bytes, [{ kind: 'greyscale' }], { contentType: 'image/heic', milliseconds })

    const [first, second] = await Promise.allSettled([decode(20_000), decode(5)])

    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'EDIT_BUSY' } })
  })

  it('are a HEIC for which there is no time', async () => {
    await expect(
      edit(await heicPhoto(), [{ kind: 'greyscale' }], { contentType: 'image/heic', milliseconds: 1 }),
    ).rejects.toMatchObject({ code: 'EDIT_TIMEOUT' })
  })
})
