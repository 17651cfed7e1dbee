import { CosError } from './cos-error.js'

/** Bytes `[start, end)`. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Reads a `Range` header of one range: `bytes=0-99`, `bytes=100-`, `bytes=-100`.
 *
 * @returns undefined for no header and for what is no single byte range; the whole object is the answer then (RFC 9110 §14.2)
 * @throws CosError InvalidRange when no byte of the range exists
 */
export function parseRange(header: string | undefined, byteLength: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') return rangeWithin(Math.max(0, byteLength - Number(last)), byteLength, byteLength)
  if (last !== '' && Number(last) < Number(first)) return undefined
  return rangeWithin(Number(first), last === '' ? byteLength : Number(last) + 1, byteLength)
}

function rangeWithin(start: number, end: number, byteLength: number): ByteRange {
  if (start >= byteLength) throw new CosError('InvalidRange', 'The requested range cannot be satisfied.')
  return { start, end: Math.min(end, byteLength) }
}
