import type { EditOperation } from '@photolift/contracts'
import type { PictureSize } from '../confirm/picture-size.js'

export type ResizeOperation = Extract<EditOperation, { kind: 'resize' }>

/** What a resize comes to for a picture of a known size. */
export interface ResizeTarget {
  /** The whole picture is scaled to this. */
  scaled: PictureSize
  /** Then cut (`cover`) or padded (`contain`) around its centre to this. */
  result: PictureSize
}

/**
 * Computed here and not left to sharp, because what follows in the same pass (turns, limits, watermarks) needs the size before
 * anything runs.
 */
export function resizeTarget(
  picture: PictureSize,
  { width, height, fit = 'inside', enlarge = false }: Omit<ResizeOperation, 'kind'>,
): ResizeTarget {
  const box = {
    width: width ?? Number.POSITIVE_INFINITY,
    height: height ?? Number.POSITIVE_INFINITY,
  }
  const factors = [box.width / picture.width, box.height / picture.height] as const
  const bounded = (factor: number) => (enlarge ? factor : Math.min(1, factor))
  const oneSide = width === undefined || height === undefined
  if (oneSide) return exactly(scale(picture, bounded(Math.min(...factors))))
  switch (fit) {
    case 'inside':
      return exactly(scale(picture, bounded(Math.min(...factors))))
    case 'outside':
      return exactly(scale(picture, bounded(Math.max(...factors))))
    case 'fill':
      return exactly({
        width: Math.round(picture.width * bounded(factors[0])),
        height: Math.round(picture.height * bounded(factors[1])),
      })
    case 'contain':
      return { scaled: scale(picture, bounded(Math.min(...factors))), result: box }
    case 'cover': {
      const scaled = scale(picture, bounded(Math.max(...factors)))
      return {
        scaled,
        result: { width: Math.min(box.width, scaled.width), height: Math.min(box.height, scaled.height) },
      }
    }
  }
}

function exactly(size: PictureSize): ResizeTarget {
  return { scaled: size, result: size }
}

function scale({ width, height }: PictureSize, factor: number): PictureSize {
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
}
