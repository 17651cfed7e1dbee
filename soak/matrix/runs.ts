import fc from 'fast-check'
import type { AppUnderTest } from '../app/all-apps.ts'
import type { Plant } from '../plants/plant.ts'
import { addTo, type Counters, isClean, noneCounted } from './counters.ts'
import { type Cell, type Scenario, scenariosOf } from './scenario.ts'
import { simulate } from './simulate.ts'

/** Which runs to make. The same plan makes the same runs, on any machine and in any number of workers. */
export interface Plan {
  seed: number
  /** Numbers of the runs. */
  from: number
  to: number
  /** Takes every how-manieth run, so that workers share a plan. Default 1. */
  step?: number
  /** The runs go round these. */
  cells: readonly Cell[]
  /** In every second round some of these strike, too; what is not among them strikes alone. */
  others: readonly Cell[]
  plant?: Plant | undefined
  /** Default Photolift. */
  app?: AppUnderTest | undefined
}

export interface Tally {
  runs: number
  counters: Counters
  failures: Failure[]
  /** Runs that ended before all their faults had found their place. */
  unstruckRuns: number
}

export interface Failure {
  run: number
  findings: string[]
  scenario: Scenario
}

/** Runs that wait for one another's promises cost less than as many in a row. */
const RUNS_AT_ONCE = 8

const FAILURES_KEPT = 50

export async function makeRuns(plan: Plan): Promise<Tally> {
  const { from, to, step = 1, plant, app } = plan
  const tally: Tally = { runs: 0, counters: noneCounted(), failures: [], unstruckRuns: 0 }
  let next = from

  async function takeTurns(): Promise<void> {
    while (next < to) {
      const run = next
      next += step
      const scenario = scenarioOf(run, plan)
      const { counters, findings, struckCount } = await simulate(scenario, { plant, ...app })
      tally.runs += 1
      addTo(tally.counters, counters)
      if (struckCount < scenario.strikes.length) tally.unstruckRuns += 1
      if (!isClean(counters) && tally.failures.length < FAILURES_KEPT) tally.failures.push({ run, findings, scenario })
    }
  }

  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, takeTurns))
  return sumOf([tally])
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum: Tally = { runs: 0, counters: noneCounted(), failures: [], unstruckRuns: 0 }
  for (const { runs, counters, failures, unstruckRuns } of tallies) {
    sum.runs += runs
    sum.unstruckRuns += unstruckRuns
    addTo(sum.counters, counters)
    sum.failures.push(...failures)
  }
  // Runs do not end in the order in which they began.
  sum.failures.sort((a, b) => a.run - b.run)
  return sum
}

export function scenarioOf(run: number, plan: Plan): Scenario {
  const [scenario] = fc.sample(arbitraryOf(run, plan), { seed: seedOf(run, plan), numRuns: 1 })
  if (scenario === undefined) throw new Error('fast-check gave no value')
  return scenario
}

/**
 * The smallest scenario that fails as a run of a plan does, as far as fast-check finds one in `withinMs`.
 * @returns undefined where the run does not fail
 */
export async function shrink(run: number, plan: Plan, withinMs: number): Promise<Scenario | undefined> {
  const failsNot = fc.asyncProperty(arbitraryOf(run, plan), async (scenario) =>
    isClean((await simulate(scenario, { plant: plan.plant, ...plan.app })).counters),
  )
  const { counterexample } = await fc.check(failsNot, {
    seed: seedOf(run, plan),
    numRuns: 1,
    interruptAfterTimeLimit: withinMs,
  })
  return counterexample?.[0]
}

const arbitraries = new WeakMap<readonly Cell[], Map<string, fc.Arbitrary<Scenario>>>()

function arbitraryOf(run: number, { cells, others }: Plan): fc.Arbitrary<Scenario> {
  const cell = cells[run % cells.length]
  if (cell === undefined) throw new Error('a plan needs a cell')
  const isAlone = Math.floor(run / cells.length) % 2 === 0 || !others.includes(cell)
  const known = arbitraries.get(others) ?? new Map<string, fc.Arbitrary<Scenario>>()
  arbitraries.set(others, known)
  const key = `${cell.fault}@${cell.stage} ${isAlone}`
  const arbitrary = known.get(key) ?? scenariosOf(cell, isAlone ? [] : others)
  known.set(key, arbitrary)
  return arbitrary
}

/** Runs beside each other have nothing in common. */
function seedOf(run: number, { seed }: Plan): number {
  return Math.imul(seed ^ Math.imul(run + 1, 0x9e3779b1), 0x85ebca6b) | 0
}
