/** Bytes of a text in UTF-8. Several clients have no `TextEncoder`. */
export function utf8ByteLength(text: string): number {
  let byteLength = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    byteLength += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  }
  return byteLength
}
