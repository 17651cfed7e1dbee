import { describe, expect, it, jest } from '@jest/globals'
import { lineRateMs, lowerBoundMs } from './lower-bound.ts'
import { measureUpload, type UploadPlan } from './measure-upload.ts'

jest.setTimeout(120_000)

const MBIT = 125_000

describe('20 photos of 3 MB, from launch to the last confirm', () => {
  it.each([
    [20, 60, 1.04],
    [50, 150, 1.2],
  ])('take over %d Mbit/s and %d ms at most %d times as long as the line', async (mbit, roundTripMs, bound) => {
    const plan = planOf(mbit, roundTripMs)

    const { makespanMs, requestCount, carriedBytes } = await measureUpload(plan)

    expect(makespanMs / lineRateMs(plan)).toBeLessThanOrEqual(bound)
    expect(requestCount).toBeLessThanOrEqual(28)
    expect(carriedBytes).toBe(60_000_000)
  })

  it.each([
    [1, 20],
    [1, 300],
    [5, 100],
    [50, 300],
  ])('take over %d Mbit/s and %d ms no more than 8 %% longer than they must', async (mbit, roundTripMs) => {
    const plan = planOf(mbit, roundTripMs)

    const { makespanMs } = await measureUpload(plan)

    expect(makespanMs / lowerBoundMs(plan)).toBeGreaterThanOrEqual(1)
    expect(makespanMs / lowerBoundMs(plan)).toBeLessThanOrEqual(1.08)
  })
})

it('the lower bound is that of a window that doubles, then of the line', () => {
  // Six windows of 14 600 bytes fill 10 Mbit/s and 100 ms from the second round trip on.
  const plan = { photoBytes: [1_087_600], bytesPerSecond: 10 * MBIT, roundTripMs: 100 }

  expect(lowerBoundMs(plan)).toBeCloseTo(370 + 130 + 200 + 100 + 800 + 115 + 130, 6)
})

function planOf(mbit: number, roundTripMs: number): UploadPlan {
  return { photoBytes: Array<number>(20).fill(3_000_000), bytesPerSecond: mbit * MBIT, roundTripMs }
}
