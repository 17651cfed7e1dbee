import type { Call, Stage } from '../network/call.ts'
import type { Phone } from '../phone/phone.ts'
import type { World } from '../simulation/world.ts'

/** Something that goes wrong, once. */
export interface Fault {
  readonly name: string
  /** Whether it waits for the last photo to pass its stage, whatever the strike says. */
  readonly atTheLast?: boolean
  /** What is so from the start of the run. */
  readonly prepare?: (phone: Phone) => void
  /** @returns how long it is at work, in milliseconds; 0 for a moment */
  strike(blow: Blow): number
}

/** One strike, where it lands. */
export interface Blow {
  readonly world: World
  readonly stage: Stage
  /** The call that was passing. */
  readonly call: Call
  /** `[0, 1)`: how hard, in whatever way the fault can be hard. */
  readonly force: number
}

/** A fault at a place of a run. */
export interface Strike {
  fault: string
  stage: Stage
  /** The how-manieth to pass the stage is struck, from 0. */
  nth: number
  /** Of a photo: after which share of its bytes. Of a request: from 0.5, after the service has done its work. */
  share: number
  force: number
}
