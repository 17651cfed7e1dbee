import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { FakeClock } from '@photolift/platform/testing'
import { createParallelism, fittingTransfers } from './parallelism.js'
import type { TransferCall } from './transfer-watch.js'

const PHOTO_BYTES = 3_000_000
const MBIT = 125_000

describe('how many transfers fit on a line', () => {
  it.each([
    [0.5, 1],
    [1, 1],
    [2, 2],
    [5, 4],
    [50, 32],
  ])('%d Mbit/s carry photos of 3 MB within 15 s, %d at once', (mbit, count) => {
    expect(fittingTransfers({ bytesPerSecond: mbit * MBIT, transferBytes: PHOTO_BYTES }, undefined)).toBe(count)
  })

  it('does not swing with a speed that wavers by a fifth', () => {
    const counts = new Set<number>()
    let count = fittingTransfers({ bytesPerSecond: 5 * MBIT, transferBytes: PHOTO_BYTES }, undefined)
    for (let second = 0; second < 60; second++) {
      const bytesPerSecond = 5 * MBIT * (1 + 0.2 * Math.sin(second * 2.3))
      count = fittingTransfers({ bytesPerSecond, transferBytes: PHOTO_BYTES }, count)
      if (second > 5) counts.add(count)
    }

    expect(counts.size).toBe(1)
  })
})

describe('parallelism', () => {
  it('begins with three, and with all at once where the service is far away', async () => {
    const { parallelism, clock } = world()
    const before = parallelism.limit()

    await parallelism
      .timed({
        async authorize() {
          await clock.advance(180)
          return { serverTime: '', grants: [] }
        },
      })
      .authorize([])

    expect([before, parallelism.limit()]).toEqual([3, 6])
  })

  it('comes down to one on a slow line, and goes up again on a fast one', async () => {
    const { parallelism, transfer } = world()

    await transfer(PHOTO_BYTES, 1)
    const slow = parallelism.limit()
    for (let count = 0; count < 10; count++) await transfer(PHOTO_BYTES, 20)

    expect([slow, parallelism.limit()]).toEqual([1, 6])
  })

  it('is halved once by failures that come together, never below one, and recovers by one with each success', async () => {
    const { parallelism, clock, fail, transfer } = world()
    await transfer(PHOTO_BYTES, 20)
    const limits = [parallelism.limit()]
    for (let count = 0; count < 6; count++) await fail('NETWORK_TIMEOUT')
    limits.push(parallelism.limit())
    for (let count = 0; count < 4; count++) {
      await clock.advance(6_000)
      await fail('NETWORK_LOST')
    }
    limits.push(parallelism.limit())
    await transfer(PHOTO_BYTES, 50)
    limits.push(parallelism.limit())

    expect(limits).toEqual([6, 3, 1, 2])
  })

  it('does not mind failures that are about a photo, or interruptions', async () => {
    const { parallelism, fail, transfer } = world()
    await transfer(PHOTO_BYTES, 20)

    for (const code of ['UPLOAD_REFUSED', 'NETWORK_INTERRUPTED', 'UPLOAD_GRANT_EXPIRED'] as const) await fail(code)

    expect(parallelism.limit()).toBe(6)
  })

  it('never exceeds what it is allowed', async () => {
    const { parallelism, transfer } = world(2)

    await transfer(PHOTO_BYTES, 20)

    expect(parallelism.limit()).toBe(2)
  })
})

function world(most = 6) {
  const clock = new FakeClock()
  const parallelism = createParallelism({ most, clock })
  const run = (send: (call: TransferCall) => Promise<void>, byteLength = PHOTO_BYTES) => {
    const { signal } = createCancelSource()
    const transfers = parallelism.learnFrom({
      run: (_, make) => make({ signal, timeoutMs: 60_000, onProgress() {} }),
    })
    return transfers.run({ byteLength, tryNumber: 1, signal, tellsProgress: true }, send)
  }
  return {
    clock,
    parallelism,
    /** Sends a photo of so many bytes at so many Mbit/s. */
    transfer: (byteLength: number, mbit: number) =>
      run(async ({ onProgress }) => {
        const steps = 12
        for (let step = 1; step <= steps; step++) {
          await clock.advance((byteLength / steps / (mbit * MBIT)) * 1_000)
          onProgress((byteLength * step) / steps)
        }
      }, byteLength).then(() => {}),
    fail: (code: ErrorCode) =>
      run(async () => {
        throw new AppError(code, 'simulated')
      }).catch(() => {}),
  }
}
