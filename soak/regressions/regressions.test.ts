import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { isClean } from '../matrix/counters.ts'
import type { Scenario } from '../matrix/scenario.ts'
import { simulate } from '../matrix/simulate.ts'
import { plants } from '../plants/all-plants.ts'

/** A run that has failed once, as small as it could be made; it must never fail again. */
interface Regression {
  why: string
  /** The bug under which it fails, where that bug can be planted. */
  plant?: string
  scenario: Scenario
}

const REGRESSIONS = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, ...(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Regression) }))

describe('a run that failed once', () => {
  it.each(REGRESSIONS)('$file: $why', async ({ scenario }) => {
    const { findings, counters } = await simulate(scenario)

    expect(findings).toEqual([])
    expect(isClean(counters)).toBe(true)
  })

  it.each(REGRESSIONS.filter(({ plant }) => plant !== undefined))('$file fails with its bug', async (regression) => {
    const plant = plants.get(regression.plant ?? '')

    const { counters } = await simulate(regression.scenario, { plant })

    expect(plant && counters[plant.moves]).toBeGreaterThan(0)
  })
})
