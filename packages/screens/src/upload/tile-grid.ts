/** Where the tiles stand, in px. */
export interface TileGrid {
  left: number
  top: number
  columns: number
  /** From one tile's left edge to the next one's. */
  pitchX: number
  /** From one row's top edge to the next one's. */
  pitchY: number
  count: number
}

export interface TileRect {
  left: number
  top: number
  width: number
  height: number
}

/**
 * @param rects of the tiles, in their order
 * @returns null where there is no tile
 */
export function toTileGrid(rects: readonly TileRect[]): TileGrid | null {
  const [first] = rects
  if (first === undefined) return null
  const firstRow = rects.filter(({ top }) => Math.abs(top - first.top) < first.height / 2)
  const second = firstRow[1]
  const pitchX = second === undefined ? first.width : second.left - first.left
  // The gap is the same both ways.
  const pitchY = first.height + pitchX - first.width
  return { left: first.left, top: first.top, columns: firstRow.length, pitchX, pitchY, count: rects.length }
}

/** The place, from 0, that lies under a point, or nearest to it. */
export function placeAt({ left, top, columns, pitchX, pitchY, count }: TileGrid, x: number, y: number): number {
  const column = clamp(Math.floor((x - left) / pitchX), 0, columns - 1)
  const row = Math.max(0, Math.floor((y - top) / pitchY))
  return clamp(row * columns + column, 0, count - 1)
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest)
}
