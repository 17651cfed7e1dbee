/**
 * Whether a PNG holds more than one picture (APNG). libvips reads the first alone and does not say that there are others.
 * @see https://www.w3.org/TR/png-3/#acTL-chunk which stands before the first IDAT
 */
export function isAnimatedPng(bytes: Buffer): boolean {
  for (let offset = SIGNATURE_BYTES; offset + CHUNK_HEADER_BYTES + 4 <= bytes.length; ) {
    const byteLength = bytes.readUInt32BE(offset)
    const type = bytes.toString('latin1', offset + 4, offset + CHUNK_HEADER_BYTES)
    if (type === 'IDAT') return false
    if (type === 'acTL') return bytes.readUInt32BE(offset + CHUNK_HEADER_BYTES) > 1
    offset += CHUNK_HEADER_BYTES + byteLength + CHECKSUM_BYTES
  }
  return false
}

const SIGNATURE_BYTES = 8
/** Length and type. */
const CHUNK_HEADER_BYTES = 8
const CHECKSUM_BYTES = 4
