/**
 * A file name that neither a system nor a download takes for something else: no path, nothing hidden, no device of Windows, no trick of
 * reading direction, no `.part`. Names come from people's phones.
 *
 * @param fallback where nothing is left
 */
export function safeName(name: string, fallback: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[/\\<>:"|?*\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/gu, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain
  if (safe === '') return fallback
  const short = shorten(safe)
  // The name of an unfinished download, perhaps of the very file that lies beside it.
  return /\.part(\.json)?$/i.test(short) ? `${short}_` : short
}

/** `name (2026).jpg` from `name.jpg`. */
export function withMark(name: string, mark: string): string {
  const { stem, extension } = split(name)
  return shorten(`${stem} (${mark})${extension}`)
}

/** File systems take 255 bytes, of which `.part.json` is still to come. */
const MAX_BYTES = 200

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name
  const { stem, extension } = split(name)
  let short = stem
  while (Buffer.byteLength(short + extension) > MAX_BYTES) short = short.replace(/.$/su, '')
  return short + extension
}

function split(name: string): { stem: string; extension: string } {
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  return { stem: name.slice(0, name.length - extension.length), extension }
}
