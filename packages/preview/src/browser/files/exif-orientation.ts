/** WeChat's words for EXIF's numbers 1 to 8 (wx.getImageInfo). */
const WORDS = ['up', 'up-mirrored', 'down', 'down-mirrored', 'left-mirrored', 'right', 'right-mirrored', 'left']

const ORIENTATION_TAG = 0x0112

/** How a JPEG must be turned, as wx.getImageInfo says it; `up` where the file does not tell. */
export function readExifOrientation(head: Uint8Array): string {
  const number = findOrientation(new DataView(head.buffer, head.byteOffset, head.byteLength))
  return WORDS[number - 1] ?? 'up'
}

function findOrientation(view: DataView): number {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return 1
  // Segments follow one another: marker, length, content. EXIF is in APP1.
  for (let at = 2; at + 4 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at)
    if ((marker & 0xff00) !== 0xff00) return 1
    const isExif = marker === 0xffe1 && at + 18 <= view.byteLength && view.getUint32(at + 4) === 0x45786966
    if (isExif) return readTag(view, at + 10)
  }
  return 1
}

/** @param start where the TIFF header begins, to which its offsets refer */
function readTag(view: DataView, start: number): number {
  const isLittle = view.getUint16(start) === 0x4949
  const directory = start + view.getUint32(start + 4, isLittle)
  if (directory + 2 > view.byteLength) return 1
  const count = view.getUint16(directory, isLittle)
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12
    if (entry + 10 > view.byteLength) return 1
    if (view.getUint16(entry, isLittle) === ORIENTATION_TAG) return view.getUint16(entry + 8, isLittle)
  }
  return 1
}
