import { viewOf } from './bytes.js'

/**
 * What of EXIF stays. Whatever is not named goes: an allow-list finds the places too that nobody has thought of, such as a maker's own
 * notes, descriptions and comments.
 */
export interface KeptTags {
  /** Of the picture's own directory. */
  readonly image: readonly number[]
  /** Of the directory of the exposure. */
  readonly exposure: readonly number[]
}

const ORIENTATION = 0x0112

/** How to turn the picture; nothing else is needed to show it. */
export const SHOWING_TAGS: KeptTags = { image: [ORIENTATION], exposure: [] }

/** That, and when and with what it was taken: maker, model, times with their zones, exposure, lens, colour space. */
export const PLACELESS_TAGS: KeptTags = {
  image: [0x010f, 0x0110, ORIENTATION, 0x0132],
  exposure: [
    0x829a, 0x829d, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9204, 0x9209, 0x920a, 0x9290, 0x9291, 0x9292,
    0xa001, 0xa405, 0xa434,
  ],
}

/**
 * Blanks EXIF but for what is kept of it, which stays where it is: directories with fewer entries, and the values that they point to. Of
 * what is malformed, as much stays as can be read.
 *
 * @param bytes changed in `[start, end)`, which is EXIF from its byte order mark on
 * @returns how many bytes of it are in use; 0 where nothing is left. Of a picture that stands upright, the orientation is nothing
 */
export function cleanExif(bytes: Uint8Array, { start, end }: { start: number; end: number }, kept: KeptTags): number {
  const old = bytes.slice(start, end)
  const view = viewOf(old)
  const clean = bytes.fill(0, start, end).subarray(start, end)
  if (old.length < HEADER_BYTES) return 0
  const isLittle = view.getUint16(0) === LITTLE
  if (!isLittle && view.getUint16(0) !== BIG) return 0
  let used = 0

  /** One directory alone, never the one after it: a chain of them may be a ring. */
  function readDirectory(at: number): Entry[] {
    const entries: Entry[] = []
    const count = at + 2 > old.length ? 0 : view.getUint16(at, isLittle)
    for (
      let from = at + 2;
      from < at + 2 + count * ENTRY_BYTES && from + ENTRY_BYTES <= old.length;
      from += ENTRY_BYTES
    ) {
      const type = view.getUint16(from + 2, isLittle)
      const byteLength = view.getUint32(from + 4, isLittle) * (TYPE_BYTES[type] ?? 0)
      const value = type === SHORT ? view.getUint16(from + 8, isLittle) : view.getUint32(from + 8, isLittle)
      const isInside = byteLength <= 4 || value + byteLength <= old.length
      if (byteLength > 0 && byteLength <= VALUE_BYTES_MAX && isInside)
        entries.push({ from, tag: view.getUint16(from, isLittle), byteLength, value })
    }
    return entries
  }

  function copy(from: number, byteLength: number, to: number): void {
    clean.set(old.subarray(from, from + byteLength), to)
    used = Math.max(used, to + byteLength)
  }

  function writeDirectory(at: number, entries: readonly Entry[]): void {
    for (const { byteLength, value } of entries) if (byteLength > 4) copy(value, byteLength, value)
    entries.forEach(({ from }, index) => {
      copy(from, ENTRY_BYTES, at + 2 + index * ENTRY_BYTES)
    })
    viewOf(clean).setUint16(at, entries.length, isLittle)
    // The place of a next directory: there is none.
    used = Math.min(old.length, Math.max(used, at + 2 + entries.length * ENTRY_BYTES + 4))
  }

  const imageAt = view.getUint32(4, isLittle)
  const image = readDirectory(imageAt)
  const exposureAt = image.find(({ tag }) => tag === EXPOSURE_DIRECTORY)?.value ?? old.length
  const exposure = readDirectory(exposureAt).filter(({ tag }) => kept.exposure.includes(tag))
  const left = image.filter(({ tag, value }) => {
    if (tag === EXPOSURE_DIRECTORY) return exposure.length > 0
    // 1 is upright; there are 8.
    return kept.image.includes(tag) && (tag !== ORIENTATION || (value > 1 && value <= 8))
  })
  if (left.length === 0) return 0
  copy(0, HEADER_BYTES, 0)
  if (exposure.length > 0) writeDirectory(exposureAt, exposure)
  writeDirectory(imageAt, left)
  return used
}

interface Entry {
  /** Where it stands. */
  from: number
  tag: number
  byteLength: number
  /** Itself, or where it is. */
  value: number
}

const LITTLE = 0x4949
const BIG = 0x4d4d
const HEADER_BYTES = 8
const ENTRY_BYTES = 12
const EXPOSURE_DIRECTORY = 0x8769
const SHORT = 3
/** Bytes of a value, by its type; 0 for types that do not exist. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8]
/** Names of lenses are the longest values that are kept. */
const VALUE_BYTES_MAX = 128
