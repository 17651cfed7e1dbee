import { describe, expect, it } from '@jest/globals'
import { placeAt, type TileRect, toTileGrid } from './tile-grid.js'

describe('dragging a photo to its place', () => {
  // Three columns of 109 px with gaps of 8 px, as on a phone 375 px wide.
  const rects: TileRect[] = Array.from({ length: 7 }, (_, index) => ({
    left: 16 + (index % 3) * 117,
    top: 240 + Math.floor(index / 3) * 117,
    width: 109,
    height: 109,
  }))
  const grid = toTileGrid(rects)
  if (grid === null) throw new Error('the grid was not measured')

  it.each([
    ['on the first', 20, 250, 0],
    ['on the third', 300, 250, 2],
    ['on the second row', 150, 380, 4],
    ['past the last', 300, 600, 6],
    ['above the grid', 150, 0, 1],
    ['left of the grid', -40, 380, 3],
  ])('%s', (_name, x, y, place) => {
    expect(placeAt(grid, x, y)).toBe(place)
  })

  it('knows a single row of one', () => {
    const [only] = rects

    expect(only && toTileGrid([only])).toMatchObject({ columns: 1, count: 1, pitchX: 109, pitchY: 109 })
  })

  it('measures nothing where there is no tile', () => {
    expect(toTileGrid([])).toBeNull()
  })
})
