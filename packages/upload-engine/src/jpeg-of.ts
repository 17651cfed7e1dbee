import { AppError, PHOTO_PIXELS_MAX, PHOTO_SIDE_MAX } from '@photolift/contracts'
import type { Clock, ImageTools } from '@photolift/platform'
import { type Picture, readPicture } from './picture.js'
import type { Preparation } from './preparation.js'

export interface JpegOfDeps {
  clock: Clock
  imageTools: ImageTools | undefined
  compress: Preparation['compress']
  /** A converted picture beyond it is not used. */
  photoMaxBytes: number
}

/**
 * What is sent in place of a picture: a smaller JPEG of a JPEG, and a JPEG of a HEIC, which few clients show. All else, and whatever the
 * platform cannot do or would do worse, stays as it is: PNG, GIF and WebP would lose transparency, sharp edges or movement.
 *
 * @throws AppError PHOTO_TOO_MANY_PIXELS, before the platform decodes anything
 */
export async function jpegOf(picture: Picture, deps: JpegOfDeps): Promise<Picture> {
  const { clock, imageTools, photoMaxBytes } = deps
  if (imageTools === undefined) return picture
  const size = await orNothing(clock, imageTools.measure(picture.source))
  requireShowable(size)
  const wanted = wantedJpeg(picture, size, deps.compress)
  if (wanted === undefined) return picture
  const made = await orNothing(
    clock,
    imageTools.toJpeg(picture.source, wanted).then((jpeg) => jpeg && readPicture(jpeg)),
  )
  if (made?.contentType !== 'image/jpeg') return picture
  const bytesMax = picture.contentType === 'image/heic' ? photoMaxBytes : picture.source.byteLength - 1
  return made.source.byteLength <= bytesMax ? made : picture
}

type PixelSize = Awaited<ReturnType<ImageTools['measure']>>

/** Of a HEIC that the person wants as it is: no loss that an eye sees. */
const LOSSLESS_LOOK = { longSide: null, quality: 92 }

/** Compressing what is this small wins nothing on any line. */
const SMALL_BYTES = 200_000

/** Bytes a pixel, up to which a JPEG of no more than the wanted side was compressed already; cameras write 0.3 and more. */
const LIGHT = 0.3

function wantedJpeg({ source, contentType }: Picture, size: PixelSize, compress: JpegOfDeps['compress']) {
  if (contentType === 'image/heic') return compress ?? LOSSLESS_LOOK
  if (contentType !== 'image/jpeg' || compress === null || source.byteLength <= SMALL_BYTES) return undefined
  if (size === undefined || Math.max(size.width, size.height) > compress.longSide) return compress
  const isLight = source.byteLength <= LIGHT * size.width * size.height
  return isLight ? undefined : { ...compress, longSide: null }
}

function requireShowable(size: PixelSize): void {
  if (size === undefined) return
  const { width, height } = size
  if (Math.max(width, height) > PHOTO_SIDE_MAX || width * height > PHOTO_PIXELS_MAX)
    throw new AppError('PHOTO_TOO_MANY_PIXELS', `${width} × ${height} pixels cannot be shown`)
}

/** A phone takes a second or two for a large photo. */
const SILENT_AFTER_MS = 20_000

/** A platform that fails at a picture, or never answers, has not made one. */
function orNothing<Made>(clock: Clock, making: Promise<Made | undefined>): Promise<Made | undefined> {
  return new Promise((resolve) => {
    const end = (made?: Made) => {
      stopTimer()
      resolve(made)
    }
    const stopTimer = clock.schedule(SILENT_AFTER_MS, end)
    // The original is sent then, so nobody needs the reason of a failure.
    making.then(end, () => end())
  })
}
