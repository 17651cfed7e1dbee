import { describe, expect, it } from '@jest/globals'
import { AppError, type PhotoContentType } from '@photolift/contracts'
import fc from 'fast-check'
import sharp from 'sharp'
import { stripMetadata } from '../src/metadata/strip-metadata.js'
import { CAMERA, CORNERS_BY_ORIENTATION, cameraPhoto, cornersShown, PLACE } from './photos/camera-photo.js'
import { CODED_PICTURE, heicPhoto } from './photos/heic-photo.js'

type Strip = 'strip-location' | 'strip-all'
const STRIPS: Strip[] = ['strip-location', 'strip-all']

/** @returns the photo itself where there was nothing to take out */
function stripped(photo: Uint8Array, contentType: PhotoContentType, strip: Strip = 'strip-location'): Uint8Array {
  const bytes = stripMetadata(bufferOf(photo), contentType, strip)
  return bytes === undefined ? photo : new Uint8Array(bytes)
}

const bufferOf = (bytes: Uint8Array) => new Uint8Array(bytes).buffer
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer()
const joined = (...parts: (Uint8Array | string)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))))

/** A segment of a JPEG, put behind its start. */
function withSegment(jpeg: Uint8Array, marker: number, content: string): Uint8Array {
  const length = content.length + 2
  const head = String.fromCharCode(0xff, marker, length >> 8, length & 0xff)
  return joined(jpeg.subarray(0, 2), head, content, jpeg.subarray(2))
}

async function exifOf(photo: Uint8Array): Promise<string> {
  const { exif } = await sharp(photo).metadata()
  return exif === undefined ? '' : textOf(exif)
}

describe.each(['jpeg', 'png', 'webp'] as const)('a %s', (format) => {
  const contentType = `image/${format}` as const

  describe.each(STRIPS)('after %s', (strip) => {
    it('tells no place, and shows the same pixels in the same colours', async () => {
      const photo = await cameraPhoto({ format })

      const result = stripped(photo, contentType, strip)

      expect(textOf(photo)).toContain(PLACE)
      expect(textOf(result)).not.toContain(PLACE)
      expect(textOf(result)).not.toContain('xmpmeta')
      expect(await pixelsOf(result)).toEqual(await pixelsOf(photo))
      const [before, after] = await Promise.all([photo, result].map((bytes) => sharp(bytes).metadata()))
      expect(after?.icc).toEqual(before?.icc)
      expect(after?.icc).toBeDefined()
    })

    it.each([1, 2, 3, 4, 5, 6, 7, 8])('stands as before (orientation %i)', async (orientation) => {
      const photo = await cameraPhoto({ format, orientation })

      const result = stripped(photo, contentType, strip)

      expect(await cornersShown(result)).toEqual(CORNERS_BY_ORIENTATION[orientation - 1])
    })

    it('has nothing more to take out', async () => {
      const once = stripped(await cameraPhoto({ format, orientation: 6 }), contentType, strip)

      expect(stripMetadata(bufferOf(once), contentType, strip)).toBeUndefined()
    })
  })

  it('keeps when and with what it was taken, or not even that', async () => {
    const photo = await cameraPhoto({ format, orientation: 3 })

    const placeless = await exifOf(stripped(photo, contentType, 'strip-location'))
    const bare = await exifOf(stripped(photo, contentType, 'strip-all'))

    for (const fact of Object.values(CAMERA)) {
      expect(placeless).toContain(fact)
      expect(bare).not.toContain(fact)
    }
    expect(await exifOf(stripped(await cameraPhoto({ format }), contentType, 'strip-all'))).toBe('')
  })

  it('is left alone where it says nothing', async () => {
    const plain = await sharp(await cameraPhoto({ format }))
      .toFormat(format)
      .toBuffer()

    for (const strip of STRIPS) expect(stripMetadata(bufferOf(plain), contentType, strip)).toBeUndefined()
  })
})

describe('a JPEG', () => {
  it.each([
    ['XMP in a second packet', 0xe1, `http://ns.adobe.com/xmp/extension/\0${PLACE}`],
    ['EXIF once more', 0xe1, `Exif\0\0MM\0*\0\0\0\x08\0\0${PLACE}`],
    ['IPTC', 0xed, `Photoshop 3.0\x008BIM\x04\x04\0\0\0\0${PLACE}`],
    ['a comment', 0xfe, PLACE],
    ['a table of more pictures', 0xe2, `MPF\0${PLACE}`],
    ['a thumbnail of old', 0xe0, `JFXX\0${PLACE}`],
    ['claims of authenticity', 0xeb, `JP\0\0${PLACE}`],
    ['a segment of some maker', 0xe5, PLACE],
  ])('loses %s', async (_, marker, content) => {
    const photo = withSegment(await cameraPhoto({ orientation: 8 }), marker, content)

    for (const strip of STRIPS) {
      const result = stripped(photo, 'image/jpeg', strip)
      expect(textOf(result)).not.toContain(PLACE)
      expect(await cornersShown(result)).toEqual(await cornersShown(photo))
    }
  })

  it('ends where its picture ends: no film, no second picture', async () => {
    const photo = await cameraPhoto({ progressive: true })
    const moving = joined(photo, `\0\0\0\x18ftypmp42 moov udta ${PLACE}`)
    const twice = joined(photo, await cameraPhoto())

    const [plain, ...others] = [photo, moving, twice].map((bytes) => stripped(bytes, 'image/jpeg'))

    for (const other of others) expect(other).toEqual(plain)
    expect(textOf(plain as Uint8Array)).not.toContain(PLACE)
  })

  it('keeps how its colours are coded', async () => {
    const cmyk = await sharp(await cameraPhoto())
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer()

    const result = stripped(withSegment(cmyk, 0xfe, PLACE), 'image/jpeg', 'strip-all')

    expect(textOf(cmyk)).toContain('Adobe')
    expect(await pixelsOf(result)).toEqual(await pixelsOf(cmyk))
  })
})

describe('EXIF that is made to hurt', () => {
  /** `MM`, then a directory with these entries: tag, type, count, value. */
  const tiff = (entries: [number, number, number, number][], next = 0) => {
    const bytes = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
    bytes.write('MM\0*\0\0\0\x08', 'latin1')
    bytes.writeUInt16BE(entries.length, 8)
    entries.forEach(([id, type, count, value], index) => {
      const at = 10 + index * 12
      bytes.writeUInt16BE(id, at)
      bytes.writeUInt16BE(type, at + 2)
      bytes.writeUInt32BE(count, at + 4)
      bytes.writeUInt32BE(value >>> 0, at + 8)
    })
    bytes.writeUInt32BE(next, bytes.length - 4)
    return bytes.toString('latin1')
  }
  const TURNED: [number, number, number, number] = [0x0112, 3, 1, 6 << 16]

  it.each<[string, string, number]>([
    ['a directory that is its own exposure directory', tiff([TURNED, [0x8769, 4, 1, 8]]), 6],
    ['directories in a ring', tiff([TURNED], 8), 6],
    ['values far outside', tiff([[0x010f, 2, 0xffffffff, 0xfffffff0], TURNED]), 6],
    ['a value that ends outside', tiff([[0x010f, 2, 64, 20], TURNED]), 6],
    ['an unknown type', tiff([[0x010f, 99, 1, 1], TURNED]), 6],
    ['an exposure directory outside', tiff([TURNED, [0x8769, 4, 1, 0xfffffffe]]), 6],
    ['more entries than bytes', `MM\0*\0\0\0\x08\xff\xff${tiff([TURNED]).slice(10, 22)}`, 6],
    ['an orientation of 9', tiff([[0x0112, 3, 1, 9 << 16]]), 1],
    ['an orientation of 0', tiff([[0x0112, 3, 1, 0]]), 1],
    ['an orientation in words', tiff([[0x0112, 2, 3, 0]]), 1],
    ['an orientation as a long number', tiff([[0x0112, 4, 1, 6]]), 6],
    ['a directory outside', 'MM\0*\xff\xff\xff\xff', 1],
    ['no byte order', 'XX\0*\0\0\0\x08', 1],
    ['nothing at all', '', 1],
  ])('%s is answered', async (_, exif, orientation) => {
    const bare = await sharp(await cameraPhoto())
      .jpeg()
      .toBuffer()

    for (const strip of STRIPS) {
      const result = stripped(withSegment(bare, 0xe1, `Exif\0\0${exif}`), 'image/jpeg', strip)
      expect((await sharp(result).metadata()).orientation ?? 1).toBe(orientation)
    }
  })
})

describe('a HEIC', () => {
  const exifOfPhoto = async () =>
    (await sharp(await cameraPhoto({ orientation: 6 })).metadata()).exif?.subarray(6) as Buffer

  it.each([false, true])('loses its places without moving a byte (metadata in its meta box: %s)', async (inMeta) => {
    const photo = heicPhoto({ exif: await exifOfPhoto(), inMeta })

    const placeless = stripped(photo, 'image/heic', 'strip-location')
    const bare = stripped(photo, 'image/heic', 'strip-all')

    for (const result of [placeless, bare]) {
      expect(textOf(result)).not.toContain(PLACE)
      expect(textOf(result).indexOf(CODED_PICTURE)).toBe(textOf(photo).indexOf(CODED_PICTURE))
      expect(result).toHaveLength(photo.length)
    }
    expect(textOf(placeless)).toContain(CAMERA.takenAt)
    expect(textOf(bare)).not.toContain(CAMERA.takenAt)
    expect(stripMetadata(bufferOf(placeless), 'image/heic', 'strip-location')).toBeUndefined()
  })

  it('loses boxes that phones add, such as a film', async () => {
    const film = joined('\0\0\0\x28mpvd', PLACE.padEnd(32))
    const photo = heicPhoto({ exif: await exifOfPhoto(), trailing: [film] })

    expect(textOf(stripped(photo, 'image/heic'))).not.toContain(PLACE)
  })

  it.each<[string, (photo: string) => string]>([
    ['is a sequence of pictures', (photo) => `${photo}\0\0\0\x08moov`],
    ['does not list its items', (photo) => photo.replace('iinf', 'free')],
    ['does not say where they are', (photo) => photo.replace('iloc', 'free')],
    ['has no meta box', (photo) => photo.replace('meta', 'free')],
    ['is cut off', (photo) => photo.slice(0, -1)],
    ['has items outside', (photo) => photo.replace('\0\x02\0\0\0\0\0\x01\0\0', '\0\x02\0\0\0\0\0\x01\xff\xff')],
    ['keeps them elsewhere', (photo) => photo.replace('\0\x02\0\0\0\0\0\x01', '\0\x02\0\x02\0\0\0\x01')],
    ['lists metadata without a place', (photo) => photo.replace('\0\x02\0\0\0\0\0\x01', '\0\x09\0\0\0\0\0\x01')],
  ])('that %s is refused, never sent with what it may hold', async (_, change) => {
    const whole = textOf(heicPhoto({ exif: await exifOfPhoto() }))
    const changed = joined(change(whole))

    expect(textOf(changed)).not.toBe(whole)
    expect(() => stripMetadata(bufferOf(changed), 'image/heic', 'strip-location')).toThrow(
      expect.objectContaining({ code: 'PHOTO_METADATA_STAYS' }),
    )
  })
})

describe('a GIF', () => {
  it('loses comments and foreign blocks, and moves on', async () => {
    const frames = [0, 120].map((value) => Buffer.alloc(8 * 8 * 3, value))
    const moving = await sharp(Buffer.concat(frames), { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .gif({ loop: 3, delay: [100, 200] })
      .toBuffer()
    const tableBytes = 3 * 2 ** (((moving[10] ?? 0) & 7) + 1)
    const head = moving.subarray(0, 13 + ((moving[10] ?? 0) & 0x80 ? tableBytes : 0))
    const comment = `!\xfe${String.fromCharCode(PLACE.length)}${PLACE}\0`
    const xmp = `!\xff\x0bXMP DataXMP${String.fromCharCode(PLACE.length)}${PLACE}\0`
    const photo = joined(head, comment, xmp, moving.subarray(head.length), PLACE)

    const result = stripped(photo, 'image/gif')

    expect(Buffer.from(result)).toEqual(moving)
    expect((await sharp(result, { animated: true }).metadata()).pages).toBe(2)
  })
})

describe('whatever the bytes are', () => {
  it('an answer comes, a second look finds nothing more, and only a HEIC can be refused', async () => {
    const exif = (await sharp(await cameraPhoto()).metadata()).exif?.subarray(6) as Buffer
    const gif = sharp(await cameraPhoto()).gif()
    const samples: [PhotoContentType, Uint8Array][] = [
      ['image/jpeg', await cameraPhoto({ orientation: 6 })],
      ['image/jpeg', await cameraPhoto({ progressive: true })],
      ['image/png', await cameraPhoto({ format: 'png' })],
      ['image/webp', await cameraPhoto({ format: 'webp' })],
      ['image/heic', heicPhoto({ exif })],
      ['image/gif', new Uint8Array(await gif.toBuffer())],
    ]
    const place = fc.double({ min: 0, max: 1, noNaN: true })
    const input = fc.record({
      sample: fc.constantFrom(...samples),
      changes: fc.array(fc.record({ at: place, value: fc.integer({ min: 0, max: 255 }) }), { maxLength: 12 }),
      end: fc.oneof(fc.constant(1), place),
      otherType: fc.option(fc.constantFrom(...samples.map(([contentType]) => contentType))),
      strip: fc.constantFrom(...STRIPS),
    })

    fc.assert(
      fc.property(input, ({ sample: [ownType, sample], changes, end, otherType, strip }) => {
        const contentType = otherType ?? ownType
        const bytes = sample.slice(0, Math.floor(sample.length * end))
        // Most changes near the start, where the structure is.
        for (const { at, value } of changes) bytes[Math.floor(bytes.length * at ** 3)] = value

        const once = outcomeOf(bytes, contentType, strip)
        const twice = once instanceof Uint8Array ? outcomeOf(once, contentType, strip) : 'clean'

        expect(twice).toBe('clean')
        expect(once).not.toBe(contentType === 'image/heic' ? 'anything else' : 'PHOTO_METADATA_STAYS')
      }),
      { numRuns: 3_000 },
    )
  })

  /** @returns the code of the one failure that there may be; any other is thrown */
  function outcomeOf(bytes: Uint8Array, contentType: PhotoContentType, strip: Strip): Uint8Array | string {
    try {
      const result = stripMetadata(bufferOf(bytes), contentType, strip)
      return result === undefined ? 'clean' : new Uint8Array(result)
    } catch (error) {
      if (error instanceof AppError) return error.code
      throw error
    }
  }
})
