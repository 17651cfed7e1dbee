import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Real pictures, which decoders take. */

type Colour = readonly [red: number, green: number, blue: number]

export const RED: Colour = [220, 30, 30]
export const GREEN: Colour = [30, 200, 30]
export const BLUE: Colour = [30, 30, 220]
export const WHITE: Colour = [250, 250, 250]

/** A picture of four fields: red and green above, blue and white below. */
export function fourFields({ width = 40, height = 30 }: { width?: number; height?: number } = {}): Sharp {
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isRight = x >= width / 2
      const colour = y < height / 2 ? (isRight ? GREEN : RED) : isRight ? WHITE : BLUE
      pixels.set(colour, (y * width + x) * 3)
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** A photo as phones write it: JPEG with EXIF, that lies on its side, and says where it was taken. */
export function phonePhoto(size: { width?: number; height?: number; orientation?: number } = {}): Promise<Buffer> {
  return fourFields(size)
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .withExif({
      IFD0: { Make: 'Photolift' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1' },
    })
    .withMetadata({ orientation: size.orientation ?? 1 })
    .toBuffer()
}

/** A photo whose EXIF holds a small picture and a maker's note, as cameras write them. */
export async function photoWithPreview(format: 'jpeg' | 'png' | 'webp'): Promise<{ photo: Buffer; preview: Buffer }> {
  const preview = await fourFields({ width: 16, height: 12 }).jpeg().toBuffer()
  const exif = exifWithPreview(preview)
  const photo = await fourFields().toFormat(format).toBuffer()
  return { photo: withExif(photo, exif, format), preview }
}

/** TIFF 6.0, little-endian: make and camera directory first, then the directory of the preview. */
function exifWithPreview(preview: Buffer): Buffer {
  const note = Buffer.from('maker: a picture could be here')
  const make = Buffer.from('Photolift\0')
  const values = 98
  const [noteAt, makeAt, previewAt] = [values, values + note.length, values + note.length + make.length]
  const words = (...entries: readonly (readonly [tag: number, type: number, count: number, value: number])[]) =>
    Buffer.concat(
      entries.map(([tag, type, count, value]) => {
        const entry = Buffer.alloc(12)
        entry.writeUInt16LE(tag, 0)
        entry.writeUInt16LE(type, 2)
        entry.writeUInt32LE(count, 4)
        entry.writeUInt32LE(value, 8)
        return entry
      }),
    )
  const [ascii, short, long, undefinedBytes] = [2, 3, 4, 7]
  const number = (value: number) => Buffer.of(value & 0xff, value >> 8, 0, 0)
  return Buffer.concat([
    Buffer.from('II*\0'),
    number(8),
    number(2).subarray(0, 2),
    words([0x010f, ascii, make.length, makeAt], [0x8769, long, 1, 38]),
    number(56),
    number(1).subarray(0, 2),
    words([0x927c, undefinedBytes, note.length, noteAt]),
    number(0),
    number(3).subarray(0, 2),
    words([0x0103, short, 1, 6], [0x0201, long, 1, previewAt], [0x0202, long, 1, preview.length]),
    number(0),
    note,
    make,
    preview,
  ])
}

function withExif(photo: Buffer, exif: Buffer, format: 'jpeg' | 'png' | 'webp'): Buffer {
  const length = Buffer.alloc(4)
  switch (format) {
    case 'jpeg': {
      length.writeUInt16BE(0xffe1, 0)
      length.writeUInt16BE(exif.length + 8, 2)
      return Buffer.concat([photo.subarray(0, 2), length, Buffer.from('Exif\0\0'), exif, photo.subarray(2)])
    }
    case 'png': {
      const typed = Buffer.concat([Buffer.from('eXIf'), exif])
      const checksum = Buffer.alloc(4)
      length.writeUInt32BE(exif.length)
      checksum.writeUInt32BE(crc32(typed))
      return Buffer.concat([photo.subarray(0, 33), length, typed, checksum, photo.subarray(33)])
    }
    case 'webp': {
      // The extended form, whose head says that EXIF follows the picture.
      const head = Buffer.from('VP8X\n\0\0\0\x08\0\0\0\x27\0\0\x1d\0\0', 'latin1')
      const padded = exif.length % 2 === 0 ? exif : Buffer.concat([exif, Buffer.alloc(1)])
      length.writeUInt32LE(exif.length)
      const body = Buffer.concat([Buffer.from('WEBP'), head, photo.subarray(12), Buffer.from('EXIF'), length, padded])
      const size = Buffer.alloc(4)
      size.writeUInt32LE(body.length)
      return Buffer.concat([Buffer.from('RIFF'), size, body])
    }
  }
}

/** Grain that compresses as badly as a real photo's; its size in bytes grows with its pixels. */
export async function grainyPhoto({ width, height }: { width: number; height: number }): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const grain = await sharp({
    create: { width: Math.ceil(width / 8), height: Math.ceil(height / 8), channels: 3, background: '#888', noise },
  })
    .png()
    .toBuffer()
  return sharp(grain).resize(width, height, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer()
}

/** A PNG whose head says 50,000 × 50,000 pixels unless told otherwise; all of them are nothing, so it is small. */
export async function decompressionBomb({ side = 50_000, bits = 8 } = {}): Promise<Buffer> {
  const png = await fourFields().png().toBuffer()
  png.writeUInt32BE(side, 16)
  png.writeUInt32BE(side, 20)
  png[24] = bits
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}

/** A progressive JPEG that draws each coefficient of a grey field bit by bit, which the standard allows. */
export function jpegOfManyScans({ bits }: { bits: number }): Buffer {
  const side = 64
  const segment = (marker: number, ...data: number[]) => [0xff, marker, 0, data.length + 2, ...data]
  // One code, of one bit: for DC no difference, for AC the end of 64 blocks, whose number beyond 64 is six bits.
  const table = (kind: number, symbol: number) => segment(0xc4, kind, 1, ...Array<number>(15).fill(0), symbol)
  const blocks = (side / 8) ** 2
  const bytes = [
    0xff,
    0xd8,
    ...segment(0xdb, 0, ...Array<number>(64).fill(1)),
    ...segment(0xc2, 8, 0, side, 0, side, 1, 1, 0x11, 0),
    ...table(0x00, 0x00),
    ...table(0x10, 0x60),
    ...segment(0xda, 1, 1, 0, 0, 0, 0),
    ...Array<number>(blocks / 8).fill(0),
  ]
  for (let coefficient = 1; coefficient < 64; coefficient++)
    for (let bit = bits - 1; bit >= 0; bit--) {
      const from = bit === bits - 1 ? 0 : bit + 1
      bytes.push(...segment(0xda, 1, 1, 0, coefficient, coefficient, (from << 4) | bit), 0x01)
    }
  return Buffer.from([...bytes, 0xff, 0xd9])
}

/** Two pictures in one PNG, as far as a reader of its head can tell. */
export async function animatedPng(): Promise<Buffer> {
  const png = await fourFields().png().toBuffer()
  const control = Buffer.alloc(20)
  control.writeUInt32BE(8, 0)
  control.write('acTL', 4, 'latin1')
  control.writeUInt32BE(2, 8)
  control.writeUInt32BE(crc32(control.subarray(4, 16)), 16)
  return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)])
}

/** A GIF or WebP of two pictures. */
export async function animation(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = await Promise.all([fourFields().png().toBuffer(), fourFields().negate().png().toBuffer()])
  return sharp(frames, { join: { animated: true } })
    .toFormat(format)
    .toBuffer()
}

/** A HEIC of a few hundred bytes. */
export function heicPhoto(): Promise<Buffer> {
  return readFile(join(import.meta.dirname, 'fixtures/flower.heic'))
}

/** Colour of one pixel, counted from the upper left. */
export async function pixelOf(bytes: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  const start = (y * info.width + x) * info.channels
  return [...data.subarray(start, start + info.channels)]
}

/** The greatest difference of any channel of any pixel. */
export async function greatestDifference(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((bytes) => sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
  )
  if (a === undefined || b === undefined || a.info.width !== b.info.width || a.info.height !== b.info.height)
    throw new Error('the pictures differ in size')
  let greatest = 0
  for (let index = 0; index < a.data.length; index++)
    greatest = Math.max(greatest, Math.abs((a.data[index] ?? 0) - (b.data[index] ?? 0)))
  return greatest
}
