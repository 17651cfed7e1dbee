/**
 * A WebP of exactly this size, with this byte over and over behind what its picture needs. It lies inside the picture's own chunk:
 * whoever takes out of a photo what does not show it leaves it alone.
 *
 * @param webp one whose last chunk is its picture
 * @param byteLength even, as of every WebP
 */
export function padWebp(webp: Buffer, byteLength: number, filling: number): Buffer {
  const chunkAt = webp.lastIndexOf('VP8 ')
  if (chunkAt < 0 || byteLength < webp.length || byteLength % 2 === 1)
    throw new Error(`no WebP of ${byteLength} bytes can be made of one of ${webp.length}`)
  const padded = Buffer.concat([webp, Buffer.alloc(byteLength - webp.length, filling)])
  padded.writeUInt32LE(byteLength - 8, 4)
  padded.writeUInt32LE(byteLength - chunkAt - 8, chunkAt + 4)
  return padded
}

/** A segment's marker and length, a table's head. */
const [SEGMENT_HEAD, TABLE_HEAD] = [4, 17]
const SEGMENT_MAX = 65_537
const TABLE_MAX = TABLE_HEAD + 256

/** The same for a JPEG: Huffman tables that its picture does not use, with this byte as their symbols. */
export function padJpeg(jpeg: Buffer, byteLength: number, filling: number): Buffer {
  const rest = byteLength - jpeg.length
  if (rest === 0) return jpeg
  if (rest < SEGMENT_HEAD + TABLE_HEAD + 1)
    throw new Error(`no JPEG of ${byteLength} bytes can be made of one of ${jpeg.length}`)
  const behindJfif = 4 + jpeg.readUInt16BE(4)
  const segments = parts(rest, SEGMENT_MAX).map((size) => unusedTables(size, filling))
  return Buffer.concat([jpeg.subarray(0, behindJfif), ...segments, jpeg.subarray(behindJfif)])
}

function unusedTables(byteLength: number, filling: number): Buffer {
  const head = Buffer.from([0xff, 0xc4, 0, 0])
  head.writeUInt16BE(byteLength - 2, 2)
  const tables = parts(byteLength - SEGMENT_HEAD, TABLE_MAX).map((size) => {
    const table = Buffer.alloc(size, filling)
    table.fill(0, 0, TABLE_HEAD)
    // The last of four tables; symbols of 15 and 16 bits.
    table[0] = 0x13
    table[15] = Math.max(0, size - TABLE_HEAD - 255)
    table[16] = Math.min(255, size - TABLE_HEAD)
    return table
  })
  return Buffer.concat([head, ...tables])
}

/** Divides a number into as few parts as it can, of about the same size. */
function parts(whole: number, largest: number): number[] {
  const count = Math.ceil(whole / largest)
  return Array.from({ length: count }, (_, index) => Math.floor((whole + index) / count))
}
