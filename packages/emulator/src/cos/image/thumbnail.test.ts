import { describe, expect, it } from '@jest/globals'
import { parseThumbnail } from './thumbnail.js'

describe('a thumbnail of 400 × 200', () => {
  it.each([
    ['100x', 100, 50],
    ['x100', 200, 100],
    ['100x100', 100, 50],
    ['800x800', 800, 400],
    ['800x800>', 400, 200],
    ['100x100>', 100, 50],
    ['800x800<', 800, 400],
    ['100x100<', 400, 200],
    ['!100x100r', 200, 100],
    ['100x100!', 100, 100],
    ['!50p', 200, 100],
    ['!50px', 200, 200],
    ['!x50p', 400, 100],
    ['20000@', 200, 100],
    ['999999@', 400, 200],
    ['1x', 1, 1],
  ])('%s is %i × %i', (geometry, width, height) => {
    const size = parseThumbnail(geometry)({ width: 400, height: 200 })

    expect(size).toEqual({ width, height })
  })

  it.each(['', 'x', '0x', '100', 'axb', '100x100r', '!x50px', '-1x', '100x100>>', '1e3x'])('%j is none', (geometry) => {
    expect(() => parseThumbnail(geometry)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
  })
})
