import { NAME_MAX_BYTES } from '@photolift/contracts'

/** The end of a name that is kept when the rest has to be cut, such as `.jpeg`. */
const EXTENSION = /\.[A-Za-z0-9]{1,8}$/

/** Half of a surrogate pair is no character, and the service refuses it. */
const HALF_PAIR = /^[\ud800-\udfff]$/

/**
 * A picker's name as the service takes it: whole characters, at most 255 UTF-8 bytes, cut before the extension.
 * @returns undefined where nothing is left
 */
export function photoName(picked = ''): string | undefined {
  const extension = EXTENSION.exec(picked)?.[0] ?? ''
  const stem = picked.slice(0, picked.length - extension.length)

  let name = ''
  let freeBytes = NAME_MAX_BYTES - extension.length
  for (const character of stem) {
    if (HALF_PAIR.test(character)) continue
    const byteLength = utf8Length(character)
    if (byteLength > freeBytes) break
    freeBytes -= byteLength
    name += character
  }
  return name + extension || undefined
}

function utf8Length(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  if (codePoint < 0x10000) return 3
  return 4
}
