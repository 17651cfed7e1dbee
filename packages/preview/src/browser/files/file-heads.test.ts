import { describe, expect, it } from '@jest/globals'
import { contentTypeOf, extensionOf } from './content-type.js'
import { readExifOrientation } from './exif-orientation.js'
import { sniffImageType } from './sniff-image-type.js'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('sniffImageType', () => {
  it.each([
    ['jpeg', bytes('\xff\xd8\xff\xe0')],
    ['png', bytes('\x89PNG\r\n\x1a\n')],
    ['gif', bytes('GIF89a')],
    ['tiff', bytes('II*\0')],
    ['webp', bytes('RIFF\0\0\0\0WEBP')],
    ['unknown', bytes('\0\0\0\x18ftypheic')],
    ['unknown', bytes('')],
  ])('finds %s', (type, head) => {
    expect(sniffImageType(head)).toBe(type)
  })
})

describe('readExifOrientation', () => {
  /** A JPEG with one EXIF entry, the orientation, in either byte order. */
  const jpeg = (orientation: number, isLittle: boolean) => {
    const tiff = new DataView(new ArrayBuffer(26))
    tiff.setUint16(0, isLittle ? 0x4949 : 0x4d4d)
    tiff.setUint16(2, 42, isLittle)
    tiff.setUint32(4, 8, isLittle)
    tiff.setUint16(8, 1, isLittle)
    tiff.setUint16(10, 0x0112, isLittle)
    tiff.setUint16(12, 3, isLittle)
    tiff.setUint32(14, 1, isLittle)
    tiff.setUint16(18, orientation, isLittle)
    return Uint8Array.from([...bytes('\xff\xd8\xff\xe1\0\x22Exif\0\0'), ...new Uint8Array(tiff.buffer)])
  }

  it.each([
    [1, 'up'],
    [2, 'up-mirrored'],
    [3, 'down'],
    [6, 'right'],
    [8, 'left'],
  ])('reads %i in both byte orders', (orientation, word) => {
    expect(readExifOrientation(jpeg(orientation, true))).toBe(word)
    expect(readExifOrientation(jpeg(orientation, false))).toBe(word)
  })

  it.each([
    ['no JPEG', bytes('GIF89a')],
    ['nothing', bytes('')],
    ['a JPEG without EXIF', bytes('\xff\xd8\xff\xdb\0\x04ab')],
    ['EXIF that is cut off', jpeg(6, false).subarray(0, 24)],
    ['a segment without length', bytes('\xff\xd8\xff\xe0\0\0\xff\xe0\0\0')],
  ])('takes %s for upright', (_, head) => {
    expect(readExifOrientation(head)).toBe('up')
  })
})

describe('types and extensions', () => {
  it.each([
    ['wxfile://tmp_a.JPG', 'image/jpeg'],
    ['wxfile://tmp_a', 'application/octet-stream'],
    ['wxfile://usr/a.b/c', 'application/octet-stream'],
  ])('takes %s for %s', (path, type) => {
    expect(contentTypeOf(path)).toBe(type)
  })

  it("keeps a name's extension, or finds the one of its type", () => {
    expect([extensionOf('a.HEIC', ''), extensionOf('', 'image/png'), extensionOf('a', 'x/y')]).toEqual([
      '.heic',
      '.png',
      '',
    ])
  })
})
