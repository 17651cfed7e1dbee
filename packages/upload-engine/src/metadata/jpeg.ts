import { type Kept, keep, textAt, viewOf } from './bytes.js'
import { cleanExif, type KeptTags } from './exif.js'

/**
 * Keeps of a JPEG what shows it: colours, what decoders need, its turn. What follows the picture goes, be it the film of a moving photo or
 * a second picture, each with metadata of its own.
 *
 * @param bytes its EXIF is cleaned in place
 */
export function keepOfJpeg(bytes: Uint8Array, tags: KeptTags): Kept {
  const view = viewOf(bytes)
  const kept: Kept = [0, 2]
  let hasExif = false
  for (let at = 2; at < bytes.length; ) {
    const start = markerAt(bytes, at)
    const marker = bytes[start + 1] ?? END
    at = start + 2
    if (marker === END) {
      keep(kept, start, Math.min(at, bytes.length))
      break
    }
    // What has no length (restarts, a start, reserved ones) says nothing outside of a scan.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) continue
    if (at + 2 > bytes.length) break
    let end = Math.min(bytes.length, at + Math.max(2, view.getUint16(at)))
    const content = at + 2
    if (marker === 0xe1 && textAt(bytes, content, 5) === 'Exif\0' && !hasExif) {
      hasExif = true
      const used = cleanExif(bytes, { start: content + 6, end }, tags)
      view.setUint16(at, 8 + used)
      if (used > 0) keep(kept, start, content + 6 + used)
    } else if (marker < 0xe0 || NEEDED.has(String.fromCharCode(marker) + textAt(bytes, content))) {
      if (marker === SCAN) end = scanEnd(bytes, end)
      keep(kept, start, end)
    }
    at = end
  }
  return kept
}

const END = 0xd9
const SCAN = 0xda

/** Of application segments those that say how the picture is to be shown: JFIF, ICC profiles, and how Adobe codes colours. */
const NEEDED = new Set(['\xe0JFIF', '\xe2ICC_', '\xeeAdob'])

/** The next marker's place; it may be preceded by any number of fill bytes. */
function markerAt(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  if (at < 0) return bytes.length
  while (bytes[at + 1] === 0xff) at += 1
  return at
}

/** Where the coded picture ends: at a marker that is neither a coded 0xff nor a restart. */
function scanEnd(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0) {
    const next = bytes[at + 1] ?? 0
    const isCoded = next === 0 || (next >= 0xd0 && next <= 0xd7)
    if (!isCoded && next !== 0xff) return at
    at = bytes.indexOf(0xff, isCoded ? at + 2 : at + 1)
  }
  return bytes.length
}
