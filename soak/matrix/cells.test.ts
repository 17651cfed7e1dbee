import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, jest } from '@jest/globals'
import { faults } from '../faults/all-faults.ts'
import { matrix, nameOf } from './cells.ts'
import { scenarioOf } from './runs.ts'
import { PHOTOS_PER_RUN } from './scenario.ts'
import { simulate } from './simulate.ts'

jest.setTimeout(60_000)

it('the matrix has every fault at every stage', () => {
  expect(faults.size).toBeGreaterThanOrEqual(30)
  expect(readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')).toContain(`${faults.size} faults`)
  expect(matrix).toHaveLength(faults.size * 4)
})

it.each(matrix.map((cell) => ({ name: nameOf(cell), cell })))('$name finds its place', async ({ cell }) => {
  const scenario = scenarioOf(0, { seed: 3, from: 0, to: 1, cells: [cell], others: [] })

  const { struckCount } = await simulate(scenario)

  expect(scenario.photoBytes).toHaveLength(PHOTOS_PER_RUN)
  expect(struckCount).toBe(1)
})
