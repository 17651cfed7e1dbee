import { expect, it, jest } from '@jest/globals'
import { scenarioOf } from './runs.ts'
import { type Cell, STAGES } from './scenario.ts'
import { simulate } from './simulate.ts'

jest.setTimeout(60_000)

const RUNS = 6

/** How soon the app must go on by itself once it can. */
const BOUNDS: readonly (Cell & { withinMs: number })[] = [
  ...STAGES.map((stage) => ({ fault: 'offline', stage, withinMs: 2_000 })),
  ...STAGES.map((stage) => ({ fault: 'wifi-gives-way', stage, withinMs: 1_000 })),
  ...STAGES.map((stage) => ({ fault: 'wifi-gives-way-for-a-while', stage, withinMs: 2_000 })),
  ...STAGES.map((stage) => ({ fault: 'background', stage, withinMs: 1_000 })),
  ...STAGES.map((stage) => ({ fault: 'killed', stage, withinMs: 3_000 })),
  { fault: 'killed-at-the-last', stage: 'confirm', withinMs: 3_000 },
]

it.each(BOUNDS)('after $fault at $stage the app goes on within $withinMs ms', async ({ fault, stage, withinMs }) => {
  const plan = { seed: 13, from: 0, to: RUNS, cells: [{ fault, stage }], others: [] }
  const outcomes = await Promise.all(Array.from({ length: RUNS }, (_, run) => simulate(scenarioOf(run, plan))))

  const idleMs = outcomes.flatMap(({ idleAfterFaultsMs }) => idleAfterFaultsMs ?? [])
  expect(idleMs.length).toBeGreaterThan(RUNS / 2)
  expect(Math.max(...idleMs)).toBeLessThanOrEqual(withinMs)
})
