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
  const start = bytes.indexOf(tiff)
  if (start < 0) return false
  try {
    blank(bytes.subarray(start, start + tiff.length))
  } catch (error) {
    // An offset that points outside.
    if ((error as Error).name === 'RangeError') return false
    throw error
  }
  if (isPngChunk(bytes, start)) bytes.writeInt32BE(crc32(chunk(bytes, start)) | 0, start + tiff.length)
  return true
}

const EXIF_HEADER_BYTES = 6

/** @see CIPA DC-008 (Exif) §4.5, which follows TIFF 6.0 */
function blank(tiff: Buffer): void {
  const isLittleEndian = tiff.toString('latin1', 0, 2) === 'II'
  const read16 = (at: number) => (isLittleEndian ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const read32 = (at: number) => (isLittleEndian ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))

  const first = read32(4)
  const second = first + 2 + read16(first) * ENTRY_BYTES
  tiff.fill(0, second, second + 4)
  for (const entry of entriesOf(first)) {
    if (read16(entry) !== TAG.exifDirectory) continue
    for (const inner of entriesOf(read32(entry + 8))) if (read16(inner) === TAG.makerNote) blankValue(inner)
  }

  function entriesOf(directory: number): number[] {
    return Array.from({ length: read16(directory) }, (_, index) => directory + 2 + index * ENTRY_BYTES)
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
