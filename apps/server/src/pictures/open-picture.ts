import { AppError, type PhotoContentType } from '@photolift/contracts'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import type { PictureSize } from '../confirm/picture-size.js'
import { isAnimatedPng } from './animated-png.js'
import { decodeHeic } from './decode-heic.js'
import { blankPreviews } from './exif-previews.js'
import { countJpegScans } from './jpeg-scans.js'
import type { SharpModule } from './load-sharp.js'
import { toPictureFailure } from './picture-failure.js'
import { JPEG_SCANS_MAX, PIXELS_MAX, requireReadable } from './picture-limits.js'
import type { TimeLimit } from './time-limit.js'

/** A photo's stored bytes, for the editor alone: it takes previews out of them. */
export interface PictureBytes {
  bytes: Buffer
  contentType: PhotoContentType
}

/** A picture that may be decoded: of the type it says, not too large, one picture. */
export interface OpenedPicture {
  /** As stored, before any turn. */
  size: PictureSize
  /** EXIF: 1 to 8. */
  orientation: number
  /** Whether it has EXIF without small pictures of what it shows. */
  hasPlainExif: boolean
  /** Whether its colour profile fits what steps make of it, three channels of red, green and blue. */
  hasRgbProfile: boolean
  /** A fresh pipeline over the whole picture. */
  pipeline(): Sharp
}

export interface OpenOptions {
  sharp: SharpModule
  limit: TimeLimit
  /** What to do with an animation. */
  animated: 'refuse' | 'first-picture'
}

/**
 * Reads the head of a picture and judges it, before a pixel is decoded; of HEIC, which has no head that sharp reads, it decodes all.
 * @throws AppError PHOTO_DAMAGED, PHOTO_TOO_MANY_PIXELS, PHOTO_ANIMATED, and as `decodeHeic` does
 */
export async function openPicture(picture: PictureBytes, options: OpenOptions): Promise<OpenedPicture> {
  return picture.contentType === 'image/heic' ? openHeic(picture.bytes, options) : openPhoto(picture, options)
}

async function openPhoto({ bytes, contentType }: PictureBytes, options: OpenOptions): Promise<OpenedPicture> {
  const { sharp, animated } = options
  const open = () => sharp(bytes, READ)
  const head = await readHead(open)
  if (`image/${head.format}` !== contentType)
    throw new AppError('PHOTO_DAMAGED', `the bytes read as ${head.format}, not as ${contentType}`)
  if (animated === 'refuse' && isAnimated(head, bytes))
    throw new AppError('PHOTO_ANIMATED', 'the picture is an animation')
  if (head.format === 'jpeg' && countJpegScans(bytes) > JPEG_SCANS_MAX)
    throw new AppError('PHOTO_DAMAGED', `the JPEG has over ${JPEG_SCANS_MAX} scans`)
  const size = { width: head.width, height: head.height }
  requireReadable(size, head.depth === 'ushort' ? PIXELS_MAX / 2 : PIXELS_MAX)
  return {
    size,
    orientation: head.orientation ?? UPRIGHT,
    hasPlainExif: head.exif !== undefined && blankPreviews(bytes, head.exif),
    hasRgbProfile: head.hasProfile && head.space === 'srgb',
    pipeline: open,
  }
}

async function readHead(open: () => Sharp): Promise<Metadata> {
  try {
    return await open().metadata()
  } catch (error) {
    throw toPictureFailure(error, { reads: true })
  }
}

function isAnimated(head: Metadata, bytes: Buffer): boolean {
  return (head.pages ?? 1) > 1 || (head.format === 'png' && isAnimatedPng(bytes))
}

async function openHeic(bytes: Buffer, { sharp, limit }: OpenOptions): Promise<OpenedPicture> {
  const { width, height, pixels } = await decodeHeic(bytes, limit)
  return {
    size: { width, height },
    orientation: UPRIGHT,
    hasPlainExif: false,
    hasRgbProfile: false,
    pipeline: () => sharp(pixels, { raw: { width, height, channels: 3 } }),
  }
}

const UPRIGHT = 1

const READ: SharpOptions = {
  limitInputPixels: PIXELS_MAX,
  // sharp's default fails on warnings too, which the files of some phones give; what is cut off fails here as well.
  failOn: 'error',
}
