import { type Kept, keep, textAt } from './bytes.js'

/** Keeps of a GIF what shows and moves it, without comments and what programs have put beside its pictures, such as XMP. */
export function keepOfGif(bytes: Uint8Array): Kept {
  let at = 13 + colourTableBytes(bytes[10])
  const kept: Kept = [0, at]
  for (let kind = bytes[at]; kind === PICTURE || kind === EXTENSION; kind = bytes[at]) {
    const start = at
    at += kind === PICTURE ? 11 + colourTableBytes(bytes[at + 9]) : 2
    for (let size = bytes[at] ?? 0; size > 0; size = bytes[at] ?? 0) at += 1 + size
    at += 1
    const label = bytes[start + 1]
    const isForeign = label === COMMENT || (label === APPLICATION && textAt(bytes, start + 3) !== LOOP)
    if (kind === PICTURE || !isForeign) keep(kept, start, at)
  }
  // The last byte.
  keep(kept, at, at + 1)
  return kept
}

const PICTURE = 0x2c
const EXTENSION = 0x21
const COMMENT = 0xfe
const APPLICATION = 0xff
/** `NETSCAPE2.0` says how often an animation runs. */
const LOOP = 'NETS'

function colourTableBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}
