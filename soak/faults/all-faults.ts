import { answerFaults } from './answer-faults.ts'
import { callFaults } from './call-faults.ts'
import type { Fault } from './fault.ts'
import { networkFaults } from './network-faults.ts'
import { phoneFaults } from './phone-faults.ts'

/** Every fault of the matrix, by its name. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [...callFaults, ...answerFaults, ...networkFaults, ...phoneFaults].map((fault) => [fault.name, fault]),
)
