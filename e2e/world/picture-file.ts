import sharp from 'sharp'
import { padJpeg } from './padding.js'

/** A file as the browser's dialog hands it over. */
export interface PictureFile {
  name: string
  mimeType: string
  buffer: Buffer
}

export interface PictureOptions {
  /** Default `photo-<place>.jpg`. */
  name?: string
  /** Exact size: what a small JPEG lacks is put where decoders do not look. */
  byteLength?: number
}

/** Golden angle: neighbours differ well in colour. */
const HUE_STEP = 137.5

/** A JPEG of one colour; each place, from 1, gives another picture. */
export async function picture(place: number, { name, byteLength }: PictureOptions = {}): Promise<PictureFile> {
  const jpeg = await sharp({
    create: {
      width: 240,
      height: 180,
      channels: 3,
      background: `hsl(${Math.round(place * HUE_STEP) % 360}, 60%, 50%)`,
    },
  })
    .jpeg()
    .toBuffer()
  const buffer = padJpeg(jpeg, byteLength ?? jpeg.length, place)
  return { name: name ?? `photo-${place}.jpg`, mimeType: 'image/jpeg', buffer }
}

/** Pictures from place `first` on, 1 by default; sizes differ by one byte, so that each can be told from its size. */
export function pictures(count: number, { first = 1, firstByteLength = 20_000 } = {}): Promise<PictureFile[]> {
  const places = Array.from({ length: count }, (_, index) => first + index)
  return Promise.all(places.map((place) => picture(place, { byteLength: firstByteLength + place - first })))
}
