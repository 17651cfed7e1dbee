import { expect, it } from '@jest/globals'
import { makespanOf } from './makespan.ts'

const login = { startedAt: 1_000, endedAt: 1_200 }

it('leaves out the time in which the person looks at the empty page', () => {
  expect(makespanOf({ login, pickedAt: 5_000, confirmedAt: 9_000 })).toBe(200 + 4_000)
})

it('counts a login once of which a part lies behind the pick', () => {
  expect(makespanOf({ login, pickedAt: 1_100, confirmedAt: 5_000 })).toBe(4_000)
})
