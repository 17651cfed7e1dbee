import { plants } from '../plants/all-plants.ts'
import { handledCells, handledInCompany, matrix, nameOf } from './cells.ts'
import type { Cell } from './scenario.ts'

export interface Choice {
  /** Part of a cell's name, `fault@stage`; empty for all. */
  only: string
  /** Those that are still to come, too. */
  all: boolean
  /** Name of a planted bug: the cells in which it shows. */
  plant?: string | undefined
}

/** What a person wants to run. */
export function chosenCells({ only, all, plant }: Choice): { cells: Cell[]; others: readonly Cell[]; leftOut: number } {
  const possible = all ? matrix : handledCells
  const showsUnder = plant === undefined ? undefined : plants.get(plant)?.showsUnder
  const cells = possible
    .filter((cell) => nameOf(cell).includes(only))
    .filter((cell) => showsUnder === undefined || showsUnder.includes(nameOf(cell)))
  return { cells, others: all ? matrix : handledInCompany, leftOut: matrix.length - possible.length }
}
