import { CosError } from '../cos-error.js'

/** In pixels. */
export interface ImageSize {
  width: number
  height: number
}

/** Gives the size of the result for the size of the source. */
export type Thumbnail = (source: ImageSize) => ImageSize

/**
 * Reads what follows `/thumbnail/`, such as `400x`, `1080x1080>` or `!50p`.
 * @throws CosError InvalidArgument
 * @see https://cloud.tencent.com/document/product/460/36540 (scaling)
 */
export function parseThumbnail(geometry: string): Thumbnail {
  const thumbnail =
    parsePercent(geometry) ?? parseArea(geometry) ?? parseCover(geometry) ?? parseExact(geometry) ?? parseFit(geometry)
  if (!thumbnail) throw new CosError('InvalidArgument', `thumbnail cannot be ${geometry}`)
  return thumbnail
}

/** `!50p` both sides, `!50px` width, `!x50p` height. */
function parsePercent(geometry: string): Thumbnail | undefined {
  const [, onlyHeight, digits, onlyWidth] = /^!(x?)(\d{1,4})p(x?)$/.exec(geometry) ?? []
  if (digits === undefined || (onlyHeight && onlyWidth)) return undefined
  const factor = positive(digits) / 100
  return ({ width, height }) => ({
    width: onlyHeight ? width : scaled(width, factor),
    height: onlyWidth ? height : scaled(height, factor),
  })
}

/** `40000@`: at most so many pixels. */
function parseArea(geometry: string): Thumbnail | undefined {
  const [, digits] = /^(\d{1,9})@$/.exec(geometry) ?? []
  if (digits === undefined) return undefined
  const area = positive(digits)
  return (source) => scaleBy(source, Math.min(1, Math.sqrt(area / (source.width * source.height))))
}

/** `!300x200r`: the smallest that covers the box; nothing is cut off. */
function parseCover(geometry: string): Thumbnail | undefined {
  const [, width, height] = /^!(\d{1,5})x(\d{1,5})r$/.exec(geometry) ?? []
  if (width === undefined || height === undefined) return undefined
  const box = { width: positive(width), height: positive(height) }
  return (source) => scaleBy(source, Math.max(box.width / source.width, box.height / source.height))
}

/** `300x200!`: exactly, whatever becomes of the proportions. */
function parseExact(geometry: string): Thumbnail | undefined {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})!$/.exec(geometry) ?? []
  if (width === undefined || height === undefined) return undefined
  const box = { width: positive(width), height: positive(height) }
  return () => box
}

/** `300x`, `x200`, `300x200`: the largest within; `>` never enlarges, `<` never shrinks. */
function parseFit(geometry: string): Thumbnail | undefined {
  const [, width, height, only] = /^(\d{0,5})x(\d{0,5})([<>]?)$/.exec(geometry) ?? []
  if (width === undefined || height === undefined || (width === '' && height === '')) return undefined
  const boxWidth = width === '' ? Number.POSITIVE_INFINITY : positive(width)
  const boxHeight = height === '' ? Number.POSITIVE_INFINITY : positive(height)
  return (source) => {
    const factor = Math.min(boxWidth / source.width, boxHeight / source.height)
    const unchanged = (only === '>' && factor > 1) || (only === '<' && factor < 1)
    return scaleBy(source, unchanged ? 1 : factor)
  }
}

function scaleBy({ width, height }: ImageSize, factor: number): ImageSize {
  return { width: scaled(width, factor), height: scaled(height, factor) }
}

function scaled(length: number, factor: number): number {
  return Math.max(1, Math.round(length * factor))
}

function positive(digits: string): number {
  const value = Number(digits)
  if (value === 0) throw new CosError('InvalidArgument', 'thumbnail cannot be 0')
  return value
}
