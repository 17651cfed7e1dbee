import { createHash, randomBytes } from 'node:crypto'

/** The first bytes by which a type is told. */
const MAGIC = {
  'image/jpeg': [0xff, 0xd8, 0xff, 0xe0],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/gif': [...Buffer.from('GIF89a')],
  'image/webp': [...Buffer.from('RIFF\0\0\0\0WEBP')],
  'image/heic': [0, 0, 0, 24, ...Buffer.from('ftypheic')],
} as const

/** Bytes that begin like a photo of this type; the rest is random, so that no two are the same. */
export function photoBytes(contentType: keyof typeof MAGIC = 'image/jpeg', byteLength = 1_000): Buffer<ArrayBuffer> {
  const magic = Buffer.from(MAGIC[contentType])
  return Buffer.concat([magic, randomBytes(byteLength - magic.length)])
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}
