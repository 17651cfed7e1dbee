import { expect, it, jest } from '@jest/globals'
import { chosenCells } from '../matrix/chosen-cells.ts'
import { isClean } from '../matrix/counters.ts'
import { makeRuns } from '../matrix/runs.ts'
import { plants } from './all-plants.ts'

jest.setTimeout(60_000)

const RUNS = 12

it('there are at least eight bugs to plant', () => {
  expect(plants.size).toBeGreaterThanOrEqual(8)
})

it.each([...plants.values()])('$name moves its own counter, which stands still without it', async (plant) => {
  const plan = { seed: 6, from: 0, to: RUNS, ...chosenCells({ only: '', plant: plant.name }) }

  const planted = await makeRuns({ ...plan, plant })
  const unplanted = await makeRuns(plan)

  expect(planted.counters[plant.moves]).toBeGreaterThan(0)
  expect(isClean(unplanted.counters)).toBe(true)
})
