import { describe, expect, it } from '@jest/globals'
import { wallHeightPx, wallLayout } from './wall-layout.js'

describe('the wall', () => {
  it.each([
    [320, 3],
    [375, 3],
    [430, 3],
    [768, 6],
    [1024, 8],
    [1600, 10],
  ])('at %i px has %i columns that fill the window and no more', (windowWidth, columns) => {
    const layout = wallLayout(windowWidth)

    const width = layout.columns * layout.tilePx + (layout.columns - 1) * 2
    expect(layout.columns).toBe(columns)
    expect(width).toBeLessThanOrEqual(windowWidth)
    expect(windowWidth - width).toBeLessThan(0.2)
  })

  it('knows the height of a block without showing it', () => {
    const layout = { columns: 3, tilePx: 100, blockLength: 24 }

    expect(wallHeightPx(1, layout)).toBe(100)
    expect(wallHeightPx(3, layout)).toBe(100)
    expect(wallHeightPx(4, layout)).toBe(202)
  })
})
