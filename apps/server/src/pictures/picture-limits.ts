import { AppError, EDIT_SIDE_MAX } from '@photolift/contracts'
import type { PictureSize } from '../confirm/picture-size.js'

/** 8192 × 6144, what phones call 50 megapixels; up to 4 bytes each, and two copies while one step follows another. Half as many of 16 bits a channel. */
export const PIXELS_MAX = 8_192 * 6_144

/** Cameras write one, programs about ten. */
export const JPEG_SCANS_MAX = 100

/** libheif takes about 30 bytes a pixel while it decodes; phones write HEIC with up to 24 megapixels unless told otherwise. */
export const HEIC_PIXELS_MAX = 25_000_000

/** @throws AppError PHOTO_TOO_MANY_PIXELS, before anything of that size is decoded */
export function requireReadable({ width, height }: PictureSize, pixelsMax: number): void {
  if (width * height > pixelsMax)
    throw new AppError('PHOTO_TOO_MANY_PIXELS', `the picture has ${width} × ${height} pixels, over ${pixelsMax}`)
}

/** @throws AppError PHOTO_TOO_MANY_PIXELS, before anything of that size is made */
export function requireMakeable({ width, height }: PictureSize): void {
  if (width > EDIT_SIDE_MAX || height > EDIT_SIDE_MAX || width * height > PIXELS_MAX)
    throw new AppError('PHOTO_TOO_MANY_PIXELS', `a step would make ${width} × ${height} pixels`)
}
