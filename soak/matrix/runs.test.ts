import { describe, expect, it, jest } from '@jest/globals'
import { lostReplyAsNew } from '../plants/lost-reply-as-new.ts'
import { matrix } from './cells.ts'
import { isClean } from './counters.ts'
import { makeRuns, type Plan, scenarioOf, shrink, sumOf } from './runs.ts'
import { simulate } from './simulate.ts'

jest.setTimeout(60_000)

const PLAN: Plan = { seed: 4, from: 0, to: 60, cells: matrix, others: matrix }
const PLANTED: Plan = { ...PLAN, cells: [{ fault: 'answer-lost', stage: 'confirm' }], plant: lostReplyAsNew }

describe('a plan', () => {
  it('makes the same run again, to the millisecond', async () => {
    const scenario = scenarioOf(11, PLAN)

    expect(scenarioOf(11, PLAN)).toEqual(scenario)
    expect(await simulate(scenario)).toEqual(await simulate(scenario))
  })

  it('makes other runs from another seed, and each run unlike the others', () => {
    const scenarios = [scenarioOf(11, PLAN), scenarioOf(11, { ...PLAN, seed: 5 }), scenarioOf(12, PLAN)]

    expect(new Set(scenarios.map((scenario) => JSON.stringify(scenario))).size).toBe(3)
  })

  it('counts the same, however many share it', async () => {
    const whole = await makeRuns({ ...PLANTED, to: 20 })

    const halves = await Promise.all([0, 1].map((from) => makeRuns({ ...PLANTED, from, to: 20, step: 2 })))

    expect(sumOf(halves)).toEqual(whole)
    expect(isClean(whole.counters)).toBe(false)
  })

  it('lets one fault strike alone in one round, and among others in the next', () => {
    const rounds = [0, 1].map((round) => scenarioOf(round * matrix.length, PLAN).strikes.length)

    expect(rounds[0]).toBe(1)
    expect(rounds[1]).toBeGreaterThan(1)
  })
})

describe('a run that fails', () => {
  it('survives as text, and fails again from it', async () => {
    const { failures } = await makeRuns({ ...PLANTED, to: 4 })
    const text = JSON.stringify(failures[0]?.scenario)

    const { findings } = await simulate(JSON.parse(text), { plant: lostReplyAsNew })

    expect(findings).toEqual(failures[0]?.findings)
  })

  it('is made smaller, and the smaller one fails in the same way', async () => {
    const first = scenarioOf(0, PLANTED)

    const smallest = await shrink(0, PLANTED, 10_000)

    expect(smallest?.strikes).toHaveLength(1)
    expect(sum(smallest?.photoBytes)).toBeLessThan(sum(first.photoBytes))
    const outcome = smallest && (await simulate(smallest, { plant: lostReplyAsNew }))
    expect(outcome?.counters.doubled).toBeGreaterThan(0)
  })

  it('is none where nothing is planted', async () => {
    expect(await shrink(0, { ...PLANTED, plant: undefined }, 10_000)).toBeUndefined()
  })
})

function sum(numbers: readonly number[] = []): number {
  return numbers.reduce((total, number) => total + number, 0)
}
