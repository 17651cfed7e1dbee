import { expect, it } from '@jest/globals'
import { assertOverLine } from './over-line.ts'

const observed = {
  calls: [
    { path: '/v1/login', startedAt: 1_000, endedAt: 1_060 },
    { path: '/', startedAt: 1_060, endedAt: 2_260 },
  ],
  makespanMs: 1_260,
  byteLength: 3_000_000,
}

it('lets a journey pass that took what 20 Mbit/s and 60 ms take', () => {
  expect(() => assertOverLine(observed)).not.toThrow()
})

it('refuses an answer that came within a round trip', () => {
  const calls = [...observed.calls, { path: '/v1/confirmations', startedAt: 2_260, endedAt: 2_319 }]

  expect(() => assertOverLine({ ...observed, calls })).toThrow('/v1/confirmations was answered within a round trip')
})

it('refuses photos that were faster than the line', () => {
  expect(() => assertOverLine({ ...observed, makespanMs: 1_199 })).toThrow('faster than the line')
})
