import { faults } from '../faults/all-faults.ts'
import { type Cell, STAGES } from './scenario.ts'
import { stillToCome } from './still-to-come.ts'

/** Every fault at every stage. */
export const matrix: readonly Cell[] = [...faults.keys()].flatMap((fault) => STAGES.map((stage) => ({ fault, stage })))

const unhandled = new Set(stillToCome.flatMap(({ fault, stages }) => stages.map((stage) => nameOf({ fault, stage }))))

/** What the engine heals today. */
export const handledCells: readonly Cell[] = matrix.filter((cell) => !unhandled.has(nameOf(cell)))

const unhandledFaults = new Set(stillToCome.map(({ fault }) => fault))

/** What it heals among other faults, too: a fault that is still to come at one stage makes for trouble in company. */
export const handledInCompany: readonly Cell[] = matrix.filter(({ fault }) => !unhandledFaults.has(fault))

export function nameOf({ fault, stage }: Cell): string {
  return `${fault}@${stage}`
}
