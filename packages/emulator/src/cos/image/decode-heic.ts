import { CosError } from '../cos-error.js'

/** Pixels as they come out of the decoder, upright. */
export interface DecodedImage {
  width: number
  height: number
  /** RGBA, 8 bits each. */
  pixels: Buffer
}

/** Decoding takes about 30 bytes a pixel, so this many take about 1.5 GB for a moment. */
const PIXELS_MAX = 50_000_000

const BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'mif1', 'msf1'])

/** By the brand of its `ftyp` box. AVIF has others, and sharp reads it itself. */
export function isHeic(bytes: Buffer): boolean {
  return bytes.toString('latin1', 4, 8) === 'ftyp' && BRANDS.has(bytes.toString('latin1', 8, 12))
}

/**
 * Decodes the first image of a HEIC file. One at a time, whoever asks: memory stays bounded.
 * @throws CosError InvalidImageFormat, ImageResolutionExceed
 */
export function decodeHeic(bytes: Buffer): Promise<DecodedImage> {
  const decoded = lastDecoding.then(() => decode(bytes))
  // The next in the queue starts however this one ends; its caller sees the error.
  lastDecoding = decoded.then(
    () => undefined,
    () => undefined,
  )
  return decoded
}

let lastDecoding: Promise<void> = Promise.resolve()

async function decode(bytes: Buffer): Promise<DecodedImage> {
  // Loaded here because it is 2 MB of WebAssembly that few runs need.
  const { default: heicDecode } = await import('heic-decode')
  const images = await heicDecode.all({ buffer: bytes }).catch(refuseBroken)
  try {
    const [image] = images
    if (!image) throw new CosError('InvalidImageFormat', 'The HEIC file holds no image.')
    const { width, height } = image
    if (width * height > PIXELS_MAX) {
      throw new CosError('ImageResolutionExceed', `The emulator decodes HEIC images of up to ${PIXELS_MAX} pixels.`)
    }
    const { data } = await withoutStandardOutput(() => image.decode()).catch(refuseBroken)
    return { width, height, pixels: Buffer.from(data.buffer, data.byteOffset, data.byteLength) }
  } finally {
    images.dispose()
  }
}

function refuseBroken(cause: unknown): never {
  throw Object.assign(new CosError('InvalidImageFormat', 'The HEIC image cannot be decoded.'), { cause })
}

/** libheif reports a broken image by console.log, but standard output belongs to the command that runs the emulator. */
async function withoutStandardOutput<T>(task: () => Promise<T>): Promise<T> {
  const { log } = console
  console.log = console.error
  try {
    return await task()
  } finally {
    console.log = log
  }
}
