import { faults } from '../faults/all-faults.ts'
import { type Cell, STAGES } from './scenario.ts'

/** Every fault at every stage. */
export const matrix: readonly Cell[] = [...faults.keys()].flatMap((fault) => STAGES.map((stage) => ({ fault, stage })))

export function nameOf({ fault, stage }: Cell): string {
  return `${fault}@${stage}`
}
