import { describe, expect, it } from '@jest/globals'
import { blankPreviews } from './exif-previews.js'

/** A TIFF of one directory that is full of one entry and stands for the directories that its entries name, too. */
function directoryOf(tags: readonly number[], byteLength: number): Buffer {
  const tiff = Buffer.alloc(byteLength)
  tiff.write('MM\0*')
  tiff.writeUInt32BE(DIRECTORY, 4)
  const entries = Math.min(0xffff, Math.floor((byteLength - DIRECTORY - 2) / 12))
  tiff.writeUInt16BE(entries, DIRECTORY)
  for (let index = 0; index < entries; index++) {
    const entry = DIRECTORY + 2 + index * 12
    const tag = tags[index % tags.length] as number
    tiff.writeUInt16BE(tag, entry)
    tiff.writeUInt32BE(1, entry + 4)
    tiff.writeUInt32BE(DIRECTORY, entry + 8)
  }
  return tiff
}

const DIRECTORY = 8
const EXIF_DIRECTORY = 0x8769
const MAKER_NOTE = 0x927c

// Each of these would hold up every request for minutes or hours; under the limit of a test they would not end.
describe('EXIF that was made to take long', () => {
  it('by directories that name one another is not kept', () => {
    const tiff = directoryOf([EXIF_DIRECTORY, MAKER_NOTE], 2_000_000)

    expect(blankPreviews(Buffer.from(tiff), tiff)).toBe(false)
  })

  it('by a file that looks like it everywhere is not kept', () => {
    const tiff = Buffer.alloc(4_000_000, 'A')
    tiff.write('B', 100)
    const file = Buffer.concat([Buffer.alloc(20_000_000, 'A'), tiff])

    expect(blankPreviews(file, tiff)).toBe(false)
  })
})

it('EXIF that is not in the file as it was read is not kept', () => {
  expect(blankPreviews(Buffer.from('a photo'), Buffer.from('MM\0*'))).toBe(false)
})
