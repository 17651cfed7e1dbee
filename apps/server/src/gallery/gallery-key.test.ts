import { describe, expect, it } from '@jest/globals'
import { isGalleryKey, newGalleryKey } from './gallery-key.js'

const photoId = '0123456789abcdef0123456789abcdef'

describe('a gallery key', () => {
  it('sorts, byte by byte and downwards, newest pick first and in picked order', () => {
    const photos = [
      { pickedAt: Date.parse('2026-11-20T00:00:00.001Z'), position: 0 },
      { pickedAt: Date.parse('2026-11-20T00:00:00.000Z'), position: 0 },
      { pickedAt: Date.parse('2026-11-20T00:00:00.000Z'), position: 9 },
      { pickedAt: Date.parse('2026-11-20T00:00:00.000Z'), position: 10 },
      { pickedAt: Date.parse('2026-11-20T00:00:00.000Z'), position: 9_999 },
      { pickedAt: 0, position: 0 },
    ]

    const keys = photos.map((photo) => newGalleryKey({ ...photo, photoId }))

    expect(keys.toSorted().reverse()).toEqual(keys)
    expect(new Set(keys.map(({ length }) => length)).size).toBe(1)
  })

  it('is told from any other text', () => {
    expect(isGalleryKey(newGalleryKey({ pickedAt: Date.now(), position: 3, photoId }))).toBe(true)
    for (const text of ['', '~', "' or 1=1", `${newGalleryKey({ pickedAt: 1, position: 1, photoId })}0`, '照片'])
      expect(isGalleryKey(text)).toBe(false)
  })
})
