/**
 * Where a step of the keys takes a tile: past those that are not held, which keep their places.
 *
 * @param place of the tile, from 0
 * @returns the same place where there is none further on
 */
export function placeByStep(step: number, place: number, tiles: readonly { held: boolean }[]): number {
  let next = place + step
  while (tiles[next]?.held === false) next += step
  return tiles[next] === undefined ? place : next
}
