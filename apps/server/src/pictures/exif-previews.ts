import { crc32 } from 'node:zlib'

/**
 * Takes the small pictures out of a photo's EXIF, in its own bytes: libvips carries them over as they are, and the preview of a photo that
 * was cropped or blurred would show what was to go. They are the second directory (IFD1), and whatever a camera's maker has put into
 * the maker's note.
 *
 * @param bytes the whole file; changed
 * @param exif as libvips has found it in there, with or without the `Exif` in front
 * @returns false where that cannot be done: the EXIF must not be kept then
 */
export function blankPreviews(bytes: Buffer, exif: Buffer): boolean {
  const tiff = exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(EXIF_HEADER_BYTES) : exif
  const start = placeOf(tiff, bytes)
  if (start < 0) return false
  try {
    blank(bytes.subarray(start, start + tiff.length))
  } catch (error) {
    // An offset that points outside, or a directory that no camera writes.
    if ((error as Error).name === 'RangeError') return false
    throw error
  }
  if (isPngChunk(bytes, start)) bytes.writeInt32BE(crc32(chunk(bytes, start)) | 0, start + tiff.length)
  return true
}

const EXIF_HEADER_BYTES = 6

/**
 * Where `part` stands in a file, as `indexOf` says. Only its beginning is searched for, a few times: a search for the whole takes hours
 * in a file that was made for that, and holds up every other request meanwhile.
 *
 * @returns -1 also where too many places begin alike
 */
function placeOf(part: Buffer, bytes: Buffer): number {
  const beginning = part.subarray(0, BEGINNING_BYTES)
  let start = -1
  for (let tries = 0; tries < ALIKE_MAX; tries++) {
    start = bytes.indexOf(beginning, start + 1)
    if (start < 0 || bytes.subarray(start, start + part.length).equals(part)) return start
  }
  return -1
}

/** The head of a TIFF and some of its first directory. */
const BEGINNING_BYTES = 32
const ALIKE_MAX = 8

/** @see CIPA DC-008 (Exif) §4.5, which follows TIFF 6.0 */
function blank(tiff: Buffer): void {
  const isLittleEndian = tiff.toString('latin1', 0, 2) === 'II'
  const read16 = (at: number) => (isLittleEndian ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const read32 = (at: number) => (isLittleEndian ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))

  const first = read32(4)
  const second = first + 2 + read16(first) * ENTRY_BYTES
  tiff.fill(0, second, second + 4)
  const exifDirectory = entryOf(first, TAG.exifDirectory)
  const makerNote = exifDirectory && entryOf(read32(exifDirectory + 8), TAG.makerNote)
  if (makerNote !== undefined) blankValue(makerNote)

  /** A directory holds a tag once; thousands of the same, each with thousands in it, would take hours. */
  function entryOf(directory: number, tag: number): number | undefined {
    const entries = Array.from({ length: read16(directory) }, (_, index) => directory + 2 + index * ENTRY_BYTES)
    const found = entries.filter((entry) => read16(entry) === tag)
    if (found.length > 1) throw new RangeError('The directory holds a tag twice.')
    return found[0]
  }

  function blankValue(entry: number): void {
    const byteLength = read32(entry + 4)
    if (byteLength <= 4) return
    const at = read32(entry + 8)
    if (at + byteLength > tiff.length) throw new RangeError('The value lies outside.')
    tiff.fill(0, at, at + byteLength)
  }
}

const ENTRY_BYTES = 12
const TAG = { exifDirectory: 0x8769, makerNote: 0x927c }

function isPngChunk(bytes: Buffer, start: number): boolean {
  return bytes.toString('latin1', start - 4, start) === 'eXIf'
}

/** What the checksum of a PNG chunk covers: its type and its data. */
function chunk(bytes: Buffer, start: number): Buffer {
  const byteLength = bytes.readUInt32BE(start - 8)
  return bytes.subarray(start - 4, start + byteLength)
}
