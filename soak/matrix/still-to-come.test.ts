import { expect, it, jest } from '@jest/globals'
import { faults } from '../faults/all-faults.ts'
import { nameOf } from './cells.ts'
import { makeRuns } from './runs.ts'
import { STAGES } from './scenario.ts'
import { stillToCome } from './still-to-come.ts'

jest.setTimeout(120_000)

const ENTRIES = stillToCome.flatMap(({ fault, stages, moves }) =>
  stages.map((stage) => ({ name: nameOf({ fault, stage }), cell: { fault, stage }, moves })),
)

/** Some fail in one run of a hundred only. */
const RUNS_AT_MOST = 600
const RUNS_AT_ONCE = 20

it.each(ENTRIES)('$name still fails: once it does not, it leaves the list', async ({ cell, moves }) => {
  let count = 0
  for (let from = 0; count === 0 && from < RUNS_AT_MOST; from += RUNS_AT_ONCE) {
    const tally = await makeRuns({ seed: 2, from, to: from + RUNS_AT_ONCE, cells: [cell], others: [] })
    count = tally.counters[moves]
  }

  expect(count).toBeGreaterThan(0)
})

it('the list names faults and stages of the matrix, each once and with its reason', () => {
  const names = ENTRIES.map(({ name }) => name)

  expect(new Set(names).size).toBe(names.length)
  expect(stillToCome.filter(({ fault }) => !faults.has(fault))).toEqual([])
  expect(stillToCome.filter(({ stages, reason }) => stages.length === 0 || reason === '')).toEqual([])
  expect(ENTRIES.filter(({ cell }) => !STAGES.includes(cell.stage))).toEqual([])
})
