import type { TileGrid } from '@photolift/screens/upload'

/**
 * Where a key takes a tile.
 *
 * @param place of the tile, from 0
 * @returns the same place at the grid's edge; undefined for a key that moves nothing
 */
export function placeByKey(
  key: string,
  place: number,
  { columns, count }: Pick<TileGrid, 'columns' | 'count'>,
): number | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
  const step = steps[key]
  if (step === undefined) return undefined
  return place + step < 0 || place + step >= count ? place : place + step
}
