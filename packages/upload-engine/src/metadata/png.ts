import { type Kept, keep, textAt, viewOf } from './bytes.js'
import { cleanExif, type KeptTags } from './exif.js'

/**
 * Keeps of a PNG the chunks that show it, without what its texts, EXIF and unknown chunks tell.
 * @param bytes its EXIF is cleaned in place
 */
export function keepOfPng(bytes: Uint8Array, tags: KeptTags): Kept {
  const view = viewOf(bytes)
  const kept: Kept = [0, 8]
  for (let at = 8; at + FRAME_BYTES <= bytes.length; ) {
    const end = at + FRAME_BYTES + view.getUint32(at)
    if (end > bytes.length) break
    const type = textAt(bytes, at + 4)
    if (type === 'eXIf') {
      const used = cleanExif(bytes, { start: at + 8, end: end - 4 }, tags)
      view.setUint32(at, used)
      view.setUint32(at + 8 + used, crc32(bytes.subarray(at + 4, at + 8 + used)))
      if (used > 0) keep(kept, at, at + FRAME_BYTES + used)
    } else if (SHOWING.test(type)) keep(kept, at, end)
    if (type === 'IEND') break
    at = end
  }
  return kept
}

/** Length, type and checksum of a chunk. */
const FRAME_BYTES = 12

/** What no decoder may pass over (in capitals); colours, transparency, density and movement. */
const SHOWING = /^[A-Z]|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDC[Vv]|cLL[Ii]|sBIT|bKGD|pHYs|acTL|f[cd][TA][LT]/

function crc32(bytes: Uint8Array): number {
  let remainder = ~0
  for (const byte of bytes) {
    remainder ^= byte
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  }
  return ~remainder
}
