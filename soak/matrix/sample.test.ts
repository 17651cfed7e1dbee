import { expect, it, jest } from '@jest/globals'
import { matrix } from './cells.ts'
import { makeRuns } from './runs.ts'

jest.setTimeout(600_000)

const RUNS = 2_000

it('nothing is lost, doubled, reordered, falsely done or hung in a sample of the matrix', async () => {
  const tally = await makeRuns({ seed: 1, from: 0, to: RUNS, cells: matrix, others: matrix })

  expect(tally.failures.map(({ findings, scenario }) => ({ findings, replay: JSON.stringify(scenario) }))).toEqual([])
  expect(tally.runs).toBe(RUNS)
  // In company a fault may meet an end that another has brought about.
  expect(tally.unstruckRuns).toBeLessThan(RUNS * 0.05)
})
