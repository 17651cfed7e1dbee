import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'
import sharp from 'sharp'

const albumFolder = join(repositoryFolder, 'packages/preview/album')

/** Calm, mixed and busy ones. */
const PICTURES = ['balloon-l', 'coast', 'family', 'rain', 'skyline', 'lavender']

/** 12 megapixels, as phones have taken them for ten years. */
const [WIDTH, HEIGHT] = [4_000, 3_000]

/** What phones write. */
const JPEG_QUALITY = 93

/** Standard deviation, in steps of 255: of each octave of detail, and of the grain of each channel. */
const DETAIL_STEPS = 5
const GRAIN_STEPS = 3

/** Octaves of detail: a random value for each square of so many pixels, with smooth ways between. */
const DETAIL_SIDES = [2, 4, 8]

/**
 * Writes photos as a camera does, as far as they can be made: pictures of the sample album, enlarged, which makes them smooth; then detail
 * of the same strength at every size, as nature has it, and the grain of a sensor, which each channel has for itself. JPEGs of 3 to 4 MB.
 *
 * @returns their paths, and what they take together
 */
export async function writeCameraPhotos(folder: string): Promise<{ paths: string[]; byteLength: number }> {
  await mkdir(folder, { recursive: true })
  const detail = await detailSteps()
  const photos = PICTURES.map(async (name) => {
    const photo = await cameraPhoto(join(albumFolder, `${name}.webp`), detail)
    const path = join(folder, `${name}.jpg`)
    await writeFile(path, photo)
    return { path, byteLength: photo.length }
  })
  const written = await Promise.all(photos)
  return {
    paths: written.map(({ path }) => path),
    byteLength: written.reduce((sum, { byteLength }) => sum + byteLength, 0),
  }
}

async function cameraPhoto(picture: string, detail: Float32Array): Promise<Buffer> {
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const
  const grain = await sharp(randomBytes(WIDTH * HEIGHT * 3), { raw })
    .blur(0.8)
    .raw()
    .toBuffer()
  const grainFactor = GRAIN_STEPS / deviation(grain)
  const pixels = await sharp(picture).resize(WIDTH, HEIGHT, { fit: 'cover' }).removeAlpha().raw().toBuffer()
  for (let index = 0; index < pixels.length; index++) {
    const steps = (detail[Math.floor(index / 3)] ?? 0) + ((grain[index] ?? 0) - 128) * grainFactor
    pixels[index] = Math.max(0, Math.min(255, Math.round((pixels[index] ?? 0) + steps)))
  }
  return sharp(pixels, { raw }).jpeg({ quality: JPEG_QUALITY }).toBuffer()
}

/** What is added to each pixel. */
async function detailSteps(): Promise<Float32Array> {
  const steps = new Float32Array(WIDTH * HEIGHT)
  for (const side of DETAIL_SIDES) {
    const raw = { width: WIDTH / side, height: HEIGHT / side, channels: 1 } as const
    const octave = await sharp(randomBytes(raw.width * raw.height), { raw })
      .resize(WIDTH, HEIGHT, { fit: 'fill', kernel: 'cubic' })
      .toColourspace('b-w')
      .raw()
      .toBuffer()
    const factor = DETAIL_STEPS / deviation(octave)
    for (let index = 0; index < steps.length; index++)
      steps[index] = (steps[index] ?? 0) + ((octave[index] ?? 0) - 128) * factor
  }
  return steps
}

/** Of every hundredth value or so from 128, around which random bytes lie. */
function deviation(bytes: Buffer): number {
  let sum = 0
  let count = 0
  for (let index = 0; index < bytes.length; index += 101, count++) sum += ((bytes[index] ?? 0) - 128) ** 2
  return Math.sqrt(sum / count)
}
