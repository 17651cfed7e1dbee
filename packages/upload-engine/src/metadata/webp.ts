import { type Kept, keep, textAt, viewOf } from './bytes.js'
import { cleanExif, type KeptTags } from './exif.js'

/**
 * Keeps of a WebP the chunks that show it.
 * @param bytes its EXIF is cleaned in place, and its head fits what is kept
 */
export function keepOfWebp(bytes: Uint8Array, tags: KeptTags): Kept {
  if (bytes.length < 12) return [0, bytes.length]
  const view = viewOf(bytes)
  const kept: Kept = [0, 12]
  let flagsAt = bytes.length
  let hasExif = false
  for (let at = 12; at + HEAD_BYTES <= bytes.length; ) {
    const type = textAt(bytes, at)
    const start = at + HEAD_BYTES
    const byteLength = view.getUint32(at + 4, true)
    const end = Math.min(bytes.length, start + evenly(byteLength))
    if (type === 'EXIF') {
      // Some programs write what stands before EXIF in a JPEG.
      const head = textAt(bytes, start) === 'Exif' ? 6 : 0
      const used = cleanExif(bytes, { start: start + head, end }, tags)
      hasExif ||= used > 0
      bytes.fill(0, start, start + head)
      bytes.copyWithin(start, start + head, start + head + used)
      view.setUint32(at + 4, used, true)
      if (used > 0) keep(kept, at, Math.min(end, start + evenly(used)))
    } else if (SHOWING.test(type)) {
      if (type === 'VP8X') flagsAt = start
      keep(kept, at, end)
    }
    at = end
  }
  if (flagsAt < bytes.length)
    bytes[flagsAt] = ((bytes[flagsAt] ?? 0) & ~(HAS_EXIF | HAS_XMP)) | (hasExif ? HAS_EXIF : 0)
  const byteLength = kept.reduce((sum, place, index) => sum + (index % 2 === 0 ? -place : place), 0)
  view.setUint32(4, byteLength - HEAD_BYTES, true)
  return kept
}

/** Type and length of a chunk. */
const HEAD_BYTES = 8
const HAS_EXIF = 0x08
const HAS_XMP = 0x04
const SHOWING = /VP8[ LX]|ALPH|ANIM|ANMF|ICCP/

function evenly(byteLength: number): number {
  return byteLength + (byteLength % 2)
}
