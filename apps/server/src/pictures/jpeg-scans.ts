/**
 * Counts the scans of a JPEG. A progressive one may draw each coefficient in many scans of a few bytes, and libjpeg goes over the whole
 * picture for each of them without looking at a time limit: 167 KB of 883 scans held 50 megapixels for 20 seconds.
 *
 * @see ITU-T T.81 §B.1.1 (markers), where 0xFF in a scan's data is followed by 0x00 or a restart marker
 */
export function countJpegScans(bytes: Buffer): number {
  let scans = 0
  let offset = 0
  for (;;) {
    // Byte by byte: a call for each of millions of 0xFF would take seconds.
    while (offset < bytes.length && bytes[offset] !== 0xff) offset += 1
    const marker = bytes[offset + 1]
    if (marker === undefined || marker === MARKER.end) return scans
    if (marker === MARKER.fill) offset += 1
    else if (standsAlone(marker)) offset += 2
    else if (offset + 4 > bytes.length) return scans
    else {
      if (marker === MARKER.scan) scans += 1
      offset += 2 + bytes.readUInt16BE(offset + 2)
    }
  }
}

const MARKER = { stuffed: 0x00, temporary: 0x01, firstRestart: 0xd0, start: 0xd8, end: 0xd9, scan: 0xda, fill: 0xff }

function standsAlone(marker: number): boolean {
  return (
    marker === MARKER.stuffed ||
    marker === MARKER.temporary ||
    (marker >= MARKER.firstRestart && marker <= MARKER.start)
  )
}
