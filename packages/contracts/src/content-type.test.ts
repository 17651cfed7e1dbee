import { describe, expect, it } from '@jest/globals'
import { CONTENT_TYPE_PREFIX_BYTES, detectContentType, type PhotoContentType } from './content-type.js'

describe("a photo's type", () => {
  it.each<[string, Uint8Array, PhotoContentType]>([
    ['JPEG with JFIF', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
    ['JPEG with Exif', bytes(0xff, 0xd8, 0xff, 0xe1), 'image/jpeg'],
    ['PNG', bytes(0x89, 'PNG\r\n\x1a\n'), 'image/png'],
    ['GIF 87a', bytes('GIF87a'), 'image/gif'],
    ['GIF 89a', bytes('GIF89a'), 'image/gif'],
    ['WebP', bytes('RIFF', 0x24, 0, 0, 0, 'WEBPVP8 '), 'image/webp'],
    ['HEIC', bytes(0, 0, 0, 0x18, 'ftypheic'), 'image/heic'],
    ['HEIX', bytes(0, 0, 0, 0x18, 'ftypheix'), 'image/heic'],
    ['HEIF', bytes(0, 0, 0, 0x18, 'ftypmif1'), 'image/heic'],
    ['HEIF sequence', bytes(0, 0, 0, 0x18, 'ftypmsf1'), 'image/heic'],
  ])('%s is told from the first bytes', (_, prefix, contentType) => {
    const padded = new Uint8Array(CONTENT_TYPE_PREFIX_BYTES)
    padded.set(prefix)

    expect(detectContentType(padded)).toBe(contentType)
  })

  it.each<[string, Uint8Array]>([
    ['nothing', bytes()],
    ['text', bytes('hello, I am text')],
    ['SVG', bytes('<svg xmlns="http')],
    ['SVG behind a declaration', bytes('<?xml version="1')],
    ['HTML', bytes('<!DOCTYPE html><')],
    ['BMP', bytes('BM', 0x36, 0, 0, 0)],
    ['PDF', bytes('%PDF-1.7')],
    ['AVIF', bytes(0, 0, 0, 0x1c, 'ftypavif')],
    ['MP4', bytes(0, 0, 0, 0x18, 'ftypmp42')],
    ['WAV, a RIFF too', bytes('RIFF', 0x24, 0, 0, 0, 'WAVEfmt ')],
    ['a JPEG that ends after two bytes', bytes(0xff, 0xd8)],
    ['a PNG with line ends that a text tool broke', bytes(0x89, 'PNG\n\x1a\n\0')],
    ['a GIF of another version', bytes('GIF90a')],
    ['HTML before a JPEG', bytes('<html>', 0xff, 0xd8, 0xff)],
  ])('%s is none', (_, prefix) => {
    expect(detectContentType(prefix)).toBeUndefined()
  })
})

function bytes(...parts: (number | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'latin1')])),
  )
}
