import { expect, it } from '@jest/globals'
import sharp from 'sharp'
import { fourFields, jpegOfManyScans, photoWithPreview } from '../../test/pictures.js'
import { countJpegScans } from './jpeg-scans.js'

it('counts the scans of a JPEG, and none of the preview in its EXIF', async () => {
  const { photo } = await photoWithPreview('jpeg')
  const progressive = await fourFields().jpeg({ progressive: true }).toBuffer()

  expect(countJpegScans(photo)).toBe(1)
  expect(countJpegScans(progressive)).toBe(10)
  expect(countJpegScans(jpegOfManyScans({ bits: 3 }))).toBe(190)
  expect((await sharp(jpegOfManyScans({ bits: 3 }), { failOn: 'warning' }).stats()).isOpaque).toBe(true)
})

it('ends with the bytes, whatever they are', async () => {
  const photo = await fourFields().jpeg().toBuffer()

  for (const end of [0, 1, 2, 3, 5, 21, photo.length - 2])
    expect(countJpegScans(photo.subarray(0, end))).toBeLessThan(2)
  expect(countJpegScans(Buffer.alloc(1_000, 0xff))).toBe(0)
  expect(countJpegScans(Buffer.from([0xff, 0xe1, 0, 0, 0xff, 0xe1, 0, 0]))).toBe(0)
})
