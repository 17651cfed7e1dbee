import fc from 'fast-check'
import { faults } from '../faults/all-faults.ts'
import type { Strike } from '../faults/fault.ts'
import type { Stage } from '../network/call.ts'
import type { PhoneHabits } from '../phone/phone.ts'

export const STAGES: readonly Stage[] = ['authorize', 'send', 'reply', 'confirm']

export const PHOTOS_PER_RUN = 20

/** One run, wholly: the same scenario is the same run, to the byte and the millisecond. */
export interface Scenario {
  /** Photos of these sizes, picked in this order. */
  photoBytes: number[]
  bytesPerSecond: number
  roundTripMs: number
  /** Connections begin slowly and cost round trips; default no. */
  slowStart?: boolean
  /** Larger photos come in parts of so many bytes; default none does. */
  partBytes?: number
  habits: PhoneHabits
  strikes: Strike[]
  /** For whatever else is left to chance: jitter, ids, which call is lost. */
  seed: number
}

/** One fault at one stage. */
export interface Cell {
  readonly fault: string
  readonly stage: Stage
}

/** In every third run most photos come in parts, as only large ones do elsewhere. */
const PARTS_IN_EVERY = 3
const PART_BYTES = 100_000

const YEAR_MS = 365 * 86_400_000

/** How many pass a stage in a run without faults, at least. */
const PASSES: Record<Stage, number> = { authorize: 2, send: PHOTOS_PER_RUN, reply: PHOTOS_PER_RUN, confirm: 2 }

const unit = fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1_000)

/**
 * Runs in which a fault strikes at a stage.
 * @param others faults that may strike as well; empty for one fault alone
 */
export function scenariosOf(cell: Cell, others: readonly Cell[]): fc.Arbitrary<Scenario> {
  const more =
    others.length === 0
      ? fc.constant<Strike[]>([])
      : fc.array(
          fc.constantFrom(...others).chain((other) => strikesAt(other)),
          { minLength: 1, maxLength: 3 },
        )
  return fc
    .record({
      photoBytes: fc.array(fc.integer({ min: 10_000, max: 400_000 }), {
        minLength: PHOTOS_PER_RUN,
        maxLength: PHOTOS_PER_RUN,
      }),
      bytesPerSecond: fc.integer({ min: 300_000, max: 6_000_000 }),
      roundTripMs: fc.integer({ min: 5, max: 400 }),
      habits: fc.record({
        givesErrno: fc.boolean(),
        tellsShowFirst: fc.boolean(),
        clockErrorMs: fc.constantFrom(0, YEAR_MS, -YEAR_MS),
      }),
      first: strikesAt(cell),
      more,
      seed: fc.nat(),
    })
    .map(({ first, more, ...rest }) => ({
      ...rest,
      slowStart: more.length === 0 && rest.seed % 2 === 1,
      ...(rest.seed % PARTS_IN_EVERY === 0 && { partBytes: PART_BYTES }),
      strikes: [first, ...more],
    }))
}

/** Whether some text that was read is a scenario, by its parts. */
export function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false
  const { photoBytes, bytesPerSecond, roundTripMs, habits, strikes, seed }: Partial<Scenario> = value
  const numbers = [bytesPerSecond, roundTripMs, seed, ...(Array.isArray(photoBytes) ? photoBytes : [undefined])]
  return (
    numbers.every((number) => typeof number === 'number') &&
    typeof habits === 'object' &&
    Array.isArray(strikes) &&
    strikes.every(({ fault, stage }) => faults.has(fault) && STAGES.includes(stage))
  )
}

function strikesAt({ fault, stage }: Cell): fc.Arbitrary<Strike> {
  return fc.record({
    fault: fc.constant(fault),
    stage: fc.constant(stage),
    nth: fc.nat(PASSES[stage] - 1),
    share: unit,
    force: unit,
  })
}
