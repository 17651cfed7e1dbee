import sharp, { type Sharp } from 'sharp'

/** Stands in every place of a photo that could tell where it was taken; it must be in none that went out. */
export const PLACE = 'Hangzhou-Xihu-30.2489N'

/** What a photo says of itself besides its picture and its place. */
export const CAMERA = { maker: 'Maker of phones', model: 'Phone 15', takenAt: '2026:11:20 08:00:00' }

export interface PhotoFacts {
  /** EXIF, 1 to 8. Default 1. */
  orientation?: number
  format?: 'jpeg' | 'png' | 'webp'
  /** Default: sequential. */
  progressive?: boolean
}

/** 64 × 48 pixels as stored, a colour in each corner, with EXIF, GPS, XMP and an ICC profile. */
export async function cameraPhoto({
  orientation = 1,
  format = 'jpeg',
  progressive = false,
}: PhotoFacts = {}): Promise<Uint8Array> {
  const pipeline = sharp(quadrants(), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .withMetadata({ orientation })
    .withExif({
      IFD0: { Make: CAMERA.maker, Model: CAMERA.model, ImageDescription: PLACE },
      IFD2: { DateTimeOriginal: CAMERA.takenAt, UserComment: PLACE },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 14/1 56/1', GPSAreaInformation: PLACE },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>${PLACE}</place></x:xmpmeta>`)
    .withIccProfile('p3')
  return new Uint8Array(await inFormat(pipeline, format, progressive).toBuffer())
}

function inFormat(pipeline: Sharp, format: PhotoFacts['format'], progressive: boolean): Sharp {
  if (format === 'png') return pipeline.png()
  return format === 'webp' ? pipeline.webp({ lossless: true }) : pipeline.jpeg({ progressive })
}

const WIDTH = 64
const HEIGHT = 48

const RED = [200, 40, 40]
const GREEN = [40, 160, 60]
const BLUE = [40, 60, 200]
const YELLOW = [220, 200, 60]

function quadrants(): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [left, right] = y < HEIGHT / 2 ? [RED, GREEN] : [BLUE, YELLOW]
      pixels.set(x < WIDTH / 2 ? left : right, (y * WIDTH + x) * 3)
    }
  }
  return pixels
}

const COLOURS = { red: RED, green: GREEN, blue: BLUE, yellow: YELLOW }

/** The colours in the corners as a viewer shows them: top left, top right, bottom left, bottom right. */
export async function cornersShown(bytes: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(bytes).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const start = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    const distance = (colour: number[]) =>
      Math.hypot(...colour.map((value, channel) => value - (data[start + channel] ?? 0)))
    const [nearest] = Object.entries(COLOURS).sort(([, a], [, b]) => distance(a) - distance(b))
    return nearest?.[0] ?? ''
  }
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)]
}

/** EXIF's own words: what its eight numbers do to the corners of {@link cameraPhoto}. */
export const CORNERS_BY_ORIENTATION: readonly (readonly string[])[] = [
  ['red', 'green', 'blue', 'yellow'],
  ['green', 'red', 'yellow', 'blue'],
  ['yellow', 'blue', 'green', 'red'],
  ['blue', 'yellow', 'red', 'green'],
  ['red', 'blue', 'green', 'yellow'],
  ['blue', 'red', 'yellow', 'green'],
  ['yellow', 'green', 'blue', 'red'],
  ['green', 'yellow', 'red', 'blue'],
]
