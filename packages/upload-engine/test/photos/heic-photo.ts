import { PLACE } from './camera-photo.js'

/** Four letters, then what they hold, behind the length of both. */
function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const numbers = (...values: number[]) => Buffer.from(values)

export interface HeicFacts {
  /** From its byte order mark on. */
  exif: Uint8Array
  /** The metadata lie in the meta box, not behind it. */
  inMeta?: boolean
  /** Boxes that some phones add at the end. */
  trailing?: Uint8Array[]
}

/** The boxes of a HEIC (ISO 23008-12) as phones write it: a picture, EXIF and XMP. The coded picture is made up. */
export function heicPhoto({ exif, inMeta = false, trailing = [] }: HeicFacts): Uint8Array {
  const exifItem = Buffer.concat([numbers(0, 0, 0, 6), Buffer.from('Exif\0\0', 'latin1'), exif])
  const xmpItem = Buffer.from(`<x:xmpmeta>${PLACE}</x:xmpmeta>`)
  const coded = Buffer.from(CODED_PICTURE)
  const metadata = Buffer.concat([exifItem, xmpItem])

  const build = (codedAt: number, metadataAt: number): Buffer => {
    const method = inMeta ? 1 : 0
    const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0heicmif1', 'latin1'))
    const meta = box(
      'meta',
      numbers(0, 0, 0, 0),
      box('hdlr', numbers(0, 0, 0, 0), Buffer.from('\0\0\0\0pict', 'latin1'), Buffer.alloc(13)),
      box('pitm', numbers(0, 0, 0, 0, 0, 1)),
      box('iinf', numbers(0, 0, 0, 0, 0, 3), item(1, 'hvc1'), item(2, 'Exif'), item(3, 'mime')),
      box(
        'iloc',
        numbers(1, 0, 0, 0, 0x44, 0x00, 0, 3),
        place(1, 0, codedAt, coded.length),
        place(2, method, metadataAt, exifItem.length),
        place(3, method, metadataAt + exifItem.length, xmpItem.length),
      ),
      ...(inMeta ? [box('idat', metadata)] : []),
    )
    return Buffer.concat([ftyp, meta, box('mdat', coded, ...(inMeta ? [] : [metadata])), ...trailing])
  }
  // Offsets have a fixed width, so that a first draft tells where things come to lie.
  const codedAt = build(0, 0).indexOf(coded)
  return new Uint8Array(build(codedAt, inMeta ? 0 : codedAt + coded.length))
}

export const CODED_PICTURE = 'the coded picture'

function item(id: number, type: string): Buffer {
  return box('infe', numbers(2, 0, 0, 0, 0, id, 0, 0), Buffer.from(`${type}\0`, 'latin1'))
}

function place(id: number, method: number, offset: number, length: number): Buffer {
  const entry = Buffer.alloc(16)
  entry.writeUInt16BE(id)
  entry.writeUInt16BE(method, 2)
  entry.writeUInt16BE(1, 6)
  entry.writeUInt32BE(offset, 8)
  entry.writeUInt32BE(length, 12)
  return entry
}
