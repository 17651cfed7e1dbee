import { expect, it, jest } from '@jest/globals'
import { matrix } from '../matrix/cells.ts'
import { noneCounted } from '../matrix/counters.ts'
import { scenarioOf } from '../matrix/runs.ts'
import { createWorld, simulate } from '../matrix/simulate.ts'
import { apps } from './all-apps.ts'
import { launchCosWxSdk } from './cos-wx-sdk-app.ts'

jest.setTimeout(120_000)

const PLAN = { seed: 3, from: 0, to: matrix.length, cells: matrix, others: matrix }
const app = apps.get('cos-wx-sdk')

it.each([0, 1, 2, 3, 4, 5])('stores every photo in order where nothing goes wrong (%i)', async (run) => {
  const { partBytes: _, ...scenario } = { ...scenarioOf(run, PLAN), strikes: [] }
  const { world, judge, start } = createWorld(scenario, launchCosWxSdk)

  start()
  await world.clock.run(() => world.service.gallery().length === scenario.photoBytes.length && judge.isSettled())

  // Here all that moves is counted, there what stands still.
  expect(judge.verdict({ isSingle: true })).toEqual({ counters: noneCounted(), findings: [] })
  expect((await simulate(scenario, app)).counters).toEqual(noneCounted())
  expect(world.service.gallery().map(({ position }) => position)).toEqual(
    scenario.photoBytes.map((_bytes, place) => place),
  )
})

it('comes to an end in every cell, whatever it loses there', async () => {
  let struckRuns = 0
  for (let run = 0; run < matrix.length; run++) {
    const { struckCount } = await simulate(scenarioOf(run, PLAN), app)
    struckRuns += struckCount
  }

  expect(struckRuns).toBe(matrix.length)
})
