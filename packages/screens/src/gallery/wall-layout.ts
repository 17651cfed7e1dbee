/** Space between pictures, which stand edge to edge. */
const GAP_PX = 2

/** Near 128 px wide, whatever the window: three on a phone, six on a tablet. */
const IDEAL_TILE_PX = 128

/** Rows that come into and out of being together; a phone shows about six. */
const BLOCK_ROWS = 8

export interface WallLayout {
  columns: number
  /** Both sides of a picture. */
  tilePx: number
  /** Photos that come into and out of being together. */
  blockLength: number
}

export function wallLayout(windowWidth: number): WallLayout {
  const columns = Math.min(10, Math.max(3, Math.round(windowWidth / IDEAL_TILE_PX)))
  // Down to a hundredth: a rounded-up rest would break the last picture into the next row.
  const tilePx = Math.floor((100 * (windowWidth - (columns - 1) * GAP_PX)) / columns) / 100
  return { columns, tilePx, blockLength: columns * BLOCK_ROWS }
}

/** The height of so many photos, so that a block keeps its place while it is empty. */
export function wallHeightPx(photoCount: number, { columns, tilePx }: WallLayout): number {
  const rows = Math.ceil(photoCount / columns)
  return Math.round(100 * (rows * tilePx + (rows - 1) * GAP_PX)) / 100
}
