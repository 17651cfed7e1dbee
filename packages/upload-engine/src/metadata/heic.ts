import { type Kept, textAt, viewOf } from './bytes.js'
import { cleanExif, type KeptTags } from './exif.js'

/**
 * Keeps a HEIC whole, since its parts are found by their distance from the start of the file; its EXIF is cleaned and its other metadata
 * are blanked in place. How the picture is to be turned stands elsewhere in it and stays.
 *
 * @throws RangeError where the file does not say where all its metadata are
 */
export function keepOfHeic(bytes: Uint8Array, tags: KeptTags): Kept {
  const top = blankBoxes(bytes, { start: 0, end: bytes.length }, /ftyp|meta|mdat|free|skip/)
  const meta = required(top.get('meta'))
  const start = meta.start + VERSION_BYTES
  const boxes = blankBoxes(bytes, { ...meta, start }, /hdlr|pitm|iinf|iloc|iref|iprp|idat|dinf|grpl|free/)
  const items = metadataItems(bytes, required(boxes.get('iinf')))
  for (const [id, extents] of itemExtents(bytes, required(boxes.get('iloc')), boxes.get('idat'))) {
    const type = items.get(id)
    if (type === undefined) continue
    items.delete(id)
    for (const extent of extents) {
      // It says first how far from there the EXIF begins.
      const exifAt = type === 'Exif' ? extent.start + 4 + viewOf(bytes).getUint32(extent.start) : extent.end
      const exif = { start: Math.min(exifAt, extent.end), end: extent.end }
      bytes.fill(0, extent.start + 4, exif.start)
      if (cleanExif(bytes, exif, tags) === 0) bytes.fill(0, extent.start, extent.end)
    }
  }
  // Metadata that are listed and have no place.
  insist(items.size === 0)
  return [0, bytes.length]
}

interface Span {
  start: number
  end: number
}

const VERSION_BYTES = 4

/** @throws RangeError as reading outside of the file does */
function insist(isReadable: boolean): void {
  if (!isReadable) throw new RangeError('the metadata cannot all be found')
}

function required(span: Span | undefined): Span {
  insist(span !== undefined)
  return span as Span
}

/** Blanks all boxes but those. @returns where their contents are */
function blankBoxes(bytes: Uint8Array, { start, end }: Span, kept: RegExp): Map<string, Span> {
  const view = viewOf(bytes)
  const found = new Map<string, Span>()
  for (let at = start; at < end; ) {
    // A size of 1 says that the size follows in eight bytes, and no photo needs the first four of these.
    const size = view.getUint32(at)
    const contentAt = at + (size === 1 ? 16 : 8)
    const boxEnd = size === 0 ? end : at + (size === 1 ? view.getUint32(at + 12) : size)
    const type = textAt(bytes, at + 4)
    // Of a sequence of pictures the metadata lie deeper.
    insist(contentAt <= boxEnd && boxEnd <= end && type !== 'moov')
    if (kept.test(type)) found.set(type, { start: contentAt, end: boxEnd })
    else {
      bytes.set(FREE, at + 4)
      bytes.fill(0, contentAt, boxEnd)
    }
    at = boxEnd
  }
  return found
}

const FREE = [0x66, 0x72, 0x65, 0x65]

/** @returns types of the items that are metadata, by their ids */
function metadataItems(bytes: Uint8Array, { start, end }: Span): Map<number, string> {
  const view = viewOf(bytes)
  const items = new Map<number, string>()
  for (let at = start + VERSION_BYTES + (bytes[start] === 0 ? 2 : 4); at < end; ) {
    const entryEnd = at + view.getUint32(at)
    const version = bytes[at + 8] ?? 0
    // Older entries have no type.
    insist(entryEnd >= at + 20 && entryEnd <= end && version >= 2)
    const id = version === 2 ? view.getUint16(at + 12) : view.getUint32(at + 12)
    const type = textAt(bytes, at + (version === 2 ? 16 : 18))
    if (/Exif|mime|uri /.test(type)) items.set(id, type)
    at = entryEnd
  }
  return items
}

/** @returns where the bytes of each item lie in the file */
function itemExtents(bytes: Uint8Array, box: Span, data: Span | undefined): Map<number, Span[]> {
  const view = viewOf(bytes)
  const version = bytes[box.start] ?? 0
  let at = box.start + VERSION_BYTES
  const read = (byteLength: number): number => {
    let value = 0
    for (let count = 0; count < byteLength; count++) value = value * 256 + view.getUint8(at + count)
    at += byteLength
    return value
  }
  const sizes = read(2)
  const lengthBytes = (sizes >> 8) & 15
  // Without a length for each, a count of extents could go on without end.
  insist(version <= 2 && lengthBytes > 0)

  const places = new Map<number, Span[]>()
  for (let left = read(version < 2 ? 2 : 4); left > 0; left--) {
    const id = read(version < 2 ? 2 : 4)
    const origin = [0, data?.start][version === 0 ? 0 : read(2) & 15] ?? Number.NaN
    read(2)
    const base = origin + read((sizes >> 4) & 15)
    const extents: Span[] = []
    for (let extentsLeft = read(2); extentsLeft > 0; extentsLeft--) {
      read(version === 0 ? 0 : sizes & 15)
      const start = base + read(sizes >> 12)
      const end = start + read(lengthBytes)
      insist(end <= bytes.length)
      extents.push({ start, end })
    }
    places.set(id, extents)
  }
  return places
}
