import type { EditOperation } from '@photolift/contracts'
import { type EditState, uncropped } from './edit-state.js'
import { clamp, type Size } from './geometry.js'

/** The service cuts this much more off a straightened picture, whose outermost pixels are mixed with the corners. */
const STRAIGHTENED_MARGIN = 4

/** The picture that is edited. */
export interface EditedPicture {
  /** Upright, in pixels; where those are not known, some in the right proportion. */
  size: Size
  sizeKnown: boolean
}

/**
 * What the service has to do so that its result is what the screen shows. Crops are in pixels of the picture after the steps before.
 *
 * @returns at least `auto-orient`, which every preview has seen to as well
 */
export function toOperations(state: EditState, { size, sizeKnown }: EditedPicture): EditOperation[] {
  const operations: EditOperation[] = [{ kind: 'auto-orient' }]
  const { crop, mark } = state
  const isCropped = crop.width < 1 || crop.height < 1
  // A crop needs pixels: a picture of unknown size is first brought to a known one.
  if (isCropped && !sizeKnown) operations.push({ kind: 'resize', ...size, fit: 'fill', enlarge: true })
  if (state.mirrored) operations.push({ kind: 'flip', axis: 'horizontal' })
  if (state.quarterTurns > 0) operations.push({ kind: 'rotate', degrees: -90 * state.quarterTurns })
  if (state.degrees !== 0) operations.push({ kind: 'rotate', degrees: state.degrees, fill: 'crop' })

  const before = inPixels(uncropped(state, size), state.degrees)
  const area = cropInPixels(crop, before)
  if (isCropped) operations.push({ kind: 'crop', ...area })
  operations.push(...filterOperations(state, isCropped ? area : before))
  if (mark !== null)
    operations.push({
      kind: 'watermark',
      photoId: mark.photoId,
      place: mark.place,
      scale: mark.scalePercent / 100,
      opacity: mark.opacityPercent / 100,
    })
  return operations
}

/** Whether anything was chosen that would make another picture. */
export function isEdited(state: EditState): boolean {
  return toOperations(state, { size: { width: 1_000, height: 1_000 }, sizeKnown: true }).length > 1
}

/** How strong a blur is, in pixels of a picture: the same look whatever its size. */
export function softSigma({ width, height }: Size): number {
  return sigmaOf(Math.max(width, height) / 400, { smallest: 0.6, largest: 100 })
}

function filterOperations({ filter }: EditState, result: Size): EditOperation[] {
  switch (filter) {
    case 'plain':
      return []
    case 'grey':
      return [{ kind: 'greyscale' }]
    case 'sharp':
      return [{ kind: 'sharpen', sigma: sharpSigma(result) }]
    case 'soft':
      return [{ kind: 'blur', sigma: softSigma(result) }]
  }
}

function sharpSigma({ width, height }: Size): number {
  return sigmaOf(Math.max(width, height) / 1_600, { smallest: 0.5, largest: 10 })
}

/**
 * In tenths: the same choice gives the same request, which the service answers with the photo that it has made before.
 *
 * @param range from the first strength at which libvips changes a pixel, so that no choice is saved as a mere copy
 */
function sigmaOf(pixels: number, { smallest, largest }: { smallest: number; largest: number }): number {
  return clamp(Math.round(pixels * 10) / 10, smallest, largest)
}

function inPixels({ width, height }: Size, degrees: number): Size {
  const margin = degrees === 0 ? 0 : STRAIGHTENED_MARGIN
  return { width: Math.max(1, Math.floor(width) - margin), height: Math.max(1, Math.floor(height) - margin) }
}

function cropInPixels(crop: { left: number; top: number } & Size, picture: Size) {
  const left = clamp(Math.round(crop.left * picture.width), 0, picture.width - 1)
  const top = clamp(Math.round(crop.top * picture.height), 0, picture.height - 1)
  return {
    left,
    top,
    width: clamp(Math.round(crop.width * picture.width), 1, picture.width - left),
    height: clamp(Math.round(crop.height * picture.height), 1, picture.height - top),
  }
}
