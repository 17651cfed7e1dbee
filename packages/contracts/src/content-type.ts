/** The types that Photolift stores. SVG and HTML can carry scripts and are none of them. */
export const PHOTO_CONTENT_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic'] as const

export type PhotoContentType = (typeof PHOTO_CONTENT_TYPES)[number]

/** How many bytes from the start of a file {@link detectContentType} needs. */
export const CONTENT_TYPE_PREFIX_BYTES = 16

/**
 * Tells a photo's type from its first bytes, never from its name.
 *
 * @param prefix the first {@link CONTENT_TYPE_PREFIX_BYTES} bytes, or the whole file if it is shorter
 * @returns undefined for anything that is not one of {@link PHOTO_CONTENT_TYPES}
 */
export function detectContentType(prefix: Uint8Array): PhotoContentType | undefined {
  if (startsWith(prefix, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(prefix, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (ascii(prefix, 0, 6) === 'GIF87a' || ascii(prefix, 0, 6) === 'GIF89a') return 'image/gif'
  if (ascii(prefix, 0, 4) === 'RIFF' && ascii(prefix, 8, 12) === 'WEBP') return 'image/webp'
  if (ascii(prefix, 4, 8) === 'ftyp' && HEIC_BRANDS.has(ascii(prefix, 8, 12))) return 'image/heic'
  return undefined
}

// The major brands of ISO 23008-12 that phones write; all are served as one type.
const HEIC_BRANDS = new Set(['heic', 'heix', 'mif1', 'msf1'])

function startsWith(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[offset + index] === byte)
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}
