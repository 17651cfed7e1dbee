import { type TileGrid, type TileRect, toTileGrid } from '@photolift/screens/upload'

/** Measures the grid as it stands in the window now; null while it shows no tile. */
export function measureTileGrid(page: WechatMiniprogram.Page.TrivialInstance): Promise<TileGrid | null> {
  return new Promise((resolve) => {
    page
      .createSelectorQuery()
      .selectAll('.upload__tile')
      .boundingClientRect((result) => resolve(toTileGrid(result as unknown as TileRect[])))
      .exec()
  })
}
