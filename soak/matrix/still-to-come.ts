import type { Stage } from '../network/call.ts'
import type { Counters } from './counters.ts'
import { STAGES } from './scenario.ts'

/** A fault that the engine of today does not heal. A test sees each of them fail, so that what heals leaves the list. */
export interface StillToCome {
  readonly fault: string
  readonly stages: readonly Stage[]
  /** The counter that shows it. */
  readonly moves: keyof Counters
  readonly reason: string
}

export const stillToCome: readonly StillToCome[] = []
