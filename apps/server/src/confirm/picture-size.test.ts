import { describe, expect, it } from '@jest/globals'
import { pictureSize } from './picture-size.js'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** SOI, APP0, SOF0 of 40 × 30 pixels. */
const jpeg = hex('ffd8 ffe0 0010 4a46494600010100000100010000 ffc0 0011 08 001e 0028 03 012200 021101 031101 ffd9')
/** SOI, APP1 with an EXIF block that holds an orientation, SOF0 of 40 × 30 pixels. */
const turnedJpeg = (orientation: string) =>
  hex(
    `ffd8 ffe1 0022 457869660000 4d4d002a00000008 0001 0112 0003 00000001 ${orientation}0000 00000000
     ffc0 0011 08 001e 0028 03 012200 021101 031101 ffd9`.replaceAll(/\s/g, ''),
  )
const png = hex('89504e470d0a1a0a 0000000d 49484452 00000028 0000001e 0802000000 00000000')
const gif = hex('474946383961 2800 1e00 800000')
const webp = Buffer.concat([
  Buffer.from('RIFF'),
  hex('1a000000'),
  Buffer.from('WEBPVP8X'),
  hex('0a000000 00000000 270000 1d0000'),
])

describe("a picture's size", () => {
  it.each([
    ['image/jpeg', jpeg],
    ['image/png', png],
    ['image/gif', gif],
    ['image/webp', webp],
  ] as const)('is read from the first bytes of %s', (contentType, prefix) => {
    expect(pictureSize(contentType, prefix)).toEqual({ width: 40, height: 30 })
  })

  it.each([
    ['0001', { width: 40, height: 30 }],
    ['0003', { width: 40, height: 30 }],
    ['0006', { width: 30, height: 40 }],
    ['0008', { width: 30, height: 40 }],
  ])('is that of the upright picture under orientation %s', (orientation, size) => {
    expect(pictureSize('image/jpeg', turnedJpeg(orientation))).toEqual(size)
  })

  it.each([
    ['image/jpeg', jpeg.subarray(0, 20)],
    ['image/jpeg', Buffer.alloc(32_768, 0xff)],
    ['image/jpeg', Buffer.of()],
    ['image/png', png.subarray(0, 10)],
    ['image/gif', gif.subarray(0, 6)],
    ['image/webp', webp.subarray(0, 12)],
    ['image/heic', Buffer.from('\0\0\0\x18ftypheic')],
  ] as const)('is unknown where %s is cut off or broken', (contentType, prefix) => {
    expect(pictureSize(contentType, prefix)).toBeUndefined()
  })
})
