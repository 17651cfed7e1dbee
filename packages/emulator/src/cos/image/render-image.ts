import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { CosError } from '../cos-error.js'
import { decodeHeic, isHeic } from './decode-heic.js'
import type { ImageFormat, ImageStep } from './image-operation.js'
import type { ImageSize } from './thumbnail.js'

const SIDE_MAX = 50_000
const WEBP_SIDE_MAX = 16_383
const PIXELS_MAX = 250_000_000

/** What CI reads. sharp reads SVG and more besides, which must not pass for an image here; BMP it cannot read. */
const SOURCE_FORMATS: Record<string, ImageFormat> = { jpeg: 'jpeg', png: 'png', gif: 'gif', webp: 'webp' }

export interface RenderedImage {
  bytes: Buffer
  contentType: string
}

/** An image that was opened: where sharp takes it from, and what it is. */
interface OpenImage {
  open(): Sharp
  metadata: Metadata
  /** As it is called in `imageInfo`. */
  formatName: string
  /** What it is written as unless a step says otherwise. */
  format: ImageFormat
}

/**
 * Applies the steps in order.
 * @throws CosError InvalidImageFormat, ImageResolutionExceed
 */
export async function renderImage(bytes: Buffer, steps: ImageStep[]): Promise<RenderedImage> {
  const merged = mergeOrientation(steps)
  let image = await openImage(bytes)
  let format = image.format
  for (const [index, step] of merged.entries()) {
    format = step.format ?? format
    const isLast = index === merged.length - 1
    const rendered = applyStep(image, step)
    if (isLast) return { bytes: await encode(rendered, format, step.quality), contentType: `image/${format}` }
    // Between two steps nothing may get lost.
    image = await openImage(await rendered.png({ compressionLevel: 0 }).toBuffer())
  }
  throw new Error('an image operation has at least one step')
}

/** The members of `imageInfo`, all of them text. */
export async function describeImage(bytes: Buffer): Promise<Record<string, string>> {
  const { metadata, formatName } = await openImage(bytes)
  return {
    format: formatName,
    width: String(metadata.width),
    height: String(metadata.pageHeight ?? metadata.height),
    size: String(bytes.length),
    frame_count: String(metadata.pages ?? 1),
    bit_depth: String(metadata.bitsPerSample ?? 8),
    vertical_dpi: String(metadata.density ?? 0),
    horizontal_dpi: String(metadata.density ?? 0),
  }
}

async function openImage(bytes: Buffer): Promise<OpenImage> {
  // Loaded here because the emulator must start fast.
  const { default: sharp } = await import('sharp')
  if (isHeic(bytes)) {
    const { width, height, pixels } = await decodeHeic(bytes)
    const open = () => sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha()
    return { open, metadata: await open().metadata(), formatName: 'heic', format: 'jpeg' }
  }

  const options: SharpOptions = { limitInputPixels: PIXELS_MAX, animated: isGif(bytes) }
  const metadata = await sharp(bytes, options)
    .metadata()
    .catch(() => undefined)
  const format = SOURCE_FORMATS[metadata?.format ?? '']
  if (!metadata || !format) throw new CosError('InvalidImageFormat', 'The object is no image that can be processed.')
  refuseTooLarge({ width: metadata.width, height: metadata.pageHeight ?? metadata.height }, SIDE_MAX)
  return { open: () => sharp(bytes, options), metadata, formatName: format, format }
}

function applyStep(image: OpenImage, step: ImageStep): Sharp {
  let pipeline = image.open()
  if (step.autoOrient) pipeline = pipeline.autoOrient()
  if (step.thumbnail) {
    const size = step.thumbnail(sizeOf(image.metadata, step.autoOrient))
    refuseTooLarge(size, step.format === 'webp' ? WEBP_SIDE_MAX : SIDE_MAX)
    pipeline = pipeline.resize({ ...size, fit: 'fill' })
  }
  return step.strip ? pipeline : pipeline.keepMetadata()
}

/** In the orientations 5 to 8 the sides change places. */
function sizeOf({ width, height, pageHeight, orientation = 1 }: Metadata, autoOrient: boolean): ImageSize {
  const size = { width, height: pageHeight ?? height }
  return autoOrient && orientation >= 5 ? { width: size.height, height: size.width } : size
}

async function encode(pipeline: Sharp, format: ImageFormat, quality: number | undefined): Promise<Buffer> {
  // sharp's lowest quality is 1, COS's is 0.
  const lossy = quality === undefined ? {} : { quality: Math.max(1, quality) }
  const encoded = {
    jpeg: () => pipeline.jpeg(lossy),
    webp: () => pipeline.webp(lossy),
    png: () => pipeline.png(),
    gif: () => pipeline.gif(),
  }[format]()
  return encoded.toBuffer().catch((cause: unknown) => {
    throw Object.assign(new CosError('InvalidImageFormat', 'The image cannot be decoded.'), { cause })
  })
}

/** `auto-orient|thumbnail…` is the usual pair, and one pass does both in this order. */
function mergeOrientation(steps: ImageStep[]): ImageStep[] {
  const [first, second, ...rest] = steps
  const orientsOnly = first?.autoOrient && !first.thumbnail && !first.strip && !first.format
  return orientsOnly && second ? [{ ...second, autoOrient: true }, ...rest] : steps
}

function refuseTooLarge({ width, height }: ImageSize, sideMax: number): void {
  if (width > sideMax || height > sideMax || width * height > PIXELS_MAX) {
    throw new CosError('ImageResolutionExceed', `${width} x ${height} pixels are too many.`)
  }
}

/** Only a GIF is read with all its frames: a frame counts as a page, and other formats have none that CI keeps. */
function isGif(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'GIF8'
}
