import { describe, expect, it } from '@jest/globals'
import type { EditOperation } from '@photolift/contracts'
import { toPictureEdit } from '../pictures/picture-edit.js'
import { editDigest, type StoredContent } from './edit-digest.js'

const content: StoredContent = { contentMd5: 'a'.repeat(32), byteLength: 1_000, contentType: 'image/jpeg' }
const otherContent: StoredContent = { ...content, contentMd5: 'b'.repeat(32) }
const marks = new Map([
  ['mark', content],
  ['same-mark', content],
  ['other-mark', otherContent],
])

const digest = (operations: EditOperation[], source = content) =>
  editDigest(source, toPictureEdit(operations, source.contentType), marks)
const mark = (photoId: string): EditOperation => ({ kind: 'watermark', photoId, place: 'east', scale: 0.5, opacity: 1 })

describe('the digest of an edit', () => {
  it.each<[string, EditOperation[], EditOperation[]]>([
    [
      'a default is written out',
      [{ kind: 'resize', width: 9, height: 9 }],
      [{ height: 9, fit: 'inside', width: 9, enlarge: false, kind: 'resize' }],
    ],
    ['a box of one side is given a fit', [{ kind: 'resize', width: 9 }], [{ kind: 'resize', width: 9, fit: 'cover' }]],
    [
      'the format stands elsewhere',
      [{ kind: 'format', format: 'webp' }, { kind: 'greyscale' }],
      [{ kind: 'greyscale' }, { kind: 'format', format: 'webp' }],
    ],
    [
      'the own format is named',
      [{ kind: 'greyscale' }],
      [{ kind: 'greyscale' }, { kind: 'format', format: 'jpeg' }, { kind: 'quality', quality: 85 }],
    ],
    ['a turn goes around', [{ kind: 'rotate', degrees: -90 }], [{ kind: 'rotate', degrees: 270, fill: 'crop' }]],
    ['a mark has the same bytes', [mark('mark')], [mark('same-mark')]],
    [
      'a PNG has another quality',
      [{ kind: 'format', format: 'png' }],
      [
        { kind: 'format', format: 'png' },
        { kind: 'quality', quality: 3 },
      ],
    ],
  ])('is the same where %s', (_, one, other) => {
    expect(digest(one)).toBe(digest(other))
  })

  it.each<[string, EditOperation[], EditOperation[]]>([
    [
      'steps stand in another order',
      [{ kind: 'greyscale' }, { kind: 'blur', sigma: 2 }],
      [{ kind: 'blur', sigma: 2 }, { kind: 'greyscale' }],
    ],
    ['a number differs', [{ kind: 'blur', sigma: 2 }], [{ kind: 'blur', sigma: 2.1 }]],
    ['a mark has other bytes', [mark('mark')], [mark('other-mark')]],
    ['metadata goes', [{ kind: 'greyscale' }], [{ kind: 'greyscale' }, { kind: 'strip-metadata' }]],
    ['a blur is a sharpening', [{ kind: 'blur', sigma: 2 }], [{ kind: 'sharpen', sigma: 2 }]],
    ['a free turn is cut', [{ kind: 'rotate', degrees: 5 }], [{ kind: 'rotate', degrees: 5, fill: 'crop' }]],
  ])('differs where %s', (_, one, other) => {
    expect(digest(one)).not.toBe(digest(other))
  })

  it('differs for other bytes', () => {
    expect(digest([{ kind: 'greyscale' }])).not.toBe(digest([{ kind: 'greyscale' }], otherContent))
  })

  it('fits its column', () => {
    expect(digest([{ kind: 'greyscale' }])).toMatch(/^[0-9a-f]{64}$/)
  })
})
