import { plants } from '../plants/all-plants.ts'
import { matrix, nameOf } from './cells.ts'
import type { Cell } from './scenario.ts'

export interface Choice {
  /** Part of a cell's name, `fault@stage`; empty for all. */
  only: string
  /** Name of a planted bug: the cells in which it shows. */
  plant?: string | undefined
}

/** What a person wants to run, and the faults that may strike in the same runs. */
export function chosenCells({ only, plant }: Choice): { cells: Cell[]; others: readonly Cell[] } {
  const showsUnder = plant === undefined ? undefined : plants.get(plant)?.showsUnder
  const cells = matrix
    .filter((cell) => nameOf(cell).includes(only))
    .filter((cell) => showsUnder === undefined || showsUnder.includes(nameOf(cell)))
  return { cells, others: matrix }
}
