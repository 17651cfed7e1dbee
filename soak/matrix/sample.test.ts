import { expect, it, jest } from '@jest/globals'
import { soak } from '../test/run-command.ts'

jest.setTimeout(600_000)

const RUNS = 2_000

it('nothing is lost, doubled, reordered, falsely done or hung in a sample of the matrix', async () => {
  // By the command and its threads: inside jest each run takes several times as long.
  const { code, lines, errors } = await soak('--runs', String(RUNS), '--seed', '1', '--json')

  expect(errors.split('\n').filter((line) => /^run |replay: /.test(line))).toEqual([])
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ runs: RUNS, seed: 1 })
  expect(code).toBe(0)
  // In company a fault may meet an end that another has brought about.
  const [, tooLate = 'none was told'] = /in (\d+) a fault came too late/.exec(errors) ?? []
  expect(Number(tooLate)).toBeLessThan(RUNS * 0.06)
})
