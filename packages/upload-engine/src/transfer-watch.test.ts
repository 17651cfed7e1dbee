import { describe, expect, it } from '@jest/globals'
import type { AppError } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { FakeClock, FakeNetwork, settle } from '@photolift/platform/testing'
import { createTransferPace } from './transfer-pace.js'
import { createTransferWatch, type TransferCall, type WatchedTransfer } from './transfer-watch.js'

const MEGABYTE = 1_000_000

describe('a transfer under watch', () => {
  it('is cut when its bytes have stood still for 16 s', async () => {
    const { clock, start } = setUp()
    const transfer = start()

    await clock.advance(5_000)
    transfer.call.onProgress(100_000)
    await clock.advance(15_999)
    expect(transfer.outcome()).toBe('pending')
    await clock.advance(1)

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
    expect(transfer.call.signal.cancelled).toBe(true)
  })

  it('goes on for as long as bytes move, up to its limit', async () => {
    const { clock, start } = setUp()
    const transfer = start({ byteLength: 100_000 })
    const { timeoutMs } = transfer.call

    for (let n = 1; n * 10_000 < timeoutMs + 5_000; n++) {
      expect(transfer.outcome()).toBe('pending')
      transfer.call.onProgress(n)
      await clock.advance(10_000)
    }
    await clock.advance(10_000)

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
  })

  it('takes the same bytes told again for no progress', async () => {
    const { clock, start } = setUp()
    const transfer = start()

    for (const bytesSent of [500, 500, 400]) {
      transfer.call.onProgress(bytesSent)
      await clock.advance(6_000)
    }

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
  })

  it.each([
    ['has told no progress', 0],
    ['has told all of it at once', 2 * MEGABYTE],
  ])('that %s is left alone for as long as it may be alive', async (_, told) => {
    const { clock, start } = setUp()
    const transfer = start({ byteLength: 2 * MEGABYTE })
    transfer.call.onProgress(told)

    // Three times what a poor network takes.
    await clock.advance(93_000)
    expect(transfer.outcome()).toBe('pending')
    await clock.advance(1_000)

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
  })

  it.each([1, 2])('that should be through is dead after 27 s in try %d', async (tryNumber) => {
    const { clock, start, pace } = setUp()
    pace.measure(MEGABYTE, 19_000)
    const part = start({ byteLength: MEGABYTE, tellsProgress: false, tryNumber })

    await clock.advance(26_999)
    expect(part.outcome()).toBe('pending')
    await clock.advance(1)

    expect(part.outcome()).toBe('NETWORK_TIMEOUT')
  })

  it('that should be through has all its time in a third try, because the line may have become slower', async () => {
    const { clock, start, pace } = setUp()
    pace.measure(MEGABYTE, 19_000)
    const part = start({ byteLength: MEGABYTE, tellsProgress: false, tryNumber: 3 })

    await clock.advance(200_000)

    expect(part.outcome()).toBe('pending')
  })

  it.each([
    ['has told no progress', 0, 20_000],
    ['has told all of it at once', MEGABYTE, 20_000],
    ['has told all of it at once, in a later try', MEGABYTE, 24_000],
  ])('that %s is dead as soon as others have shown that the line is fast again', async (what, told, atMs) => {
    const { clock, start, pace } = setUp()
    pace.measure(MEGABYTE, 60_000)
    const transfer = start({ byteLength: MEGABYTE, tryNumber: what.includes('later') ? 2 : 1 })
    transfer.call.onProgress(told)
    for (let n = 0; n < 5; n++) pace.measure(MEGABYTE, 2_000)

    await clock.advance(atMs - 1)
    expect(transfer.outcome()).toBe('pending')
    await clock.advance(1)

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
  })

  it('that tells nothing is dead after 27 s where another has told how far it was, unless it is of a kind that never tells', async () => {
    const { clock, start } = setUp()
    const telling = start()
    telling.call.onProgress(500)
    telling.answer()
    await settle()
    const form = start({ byteLength: 2 * MEGABYTE })
    const part = start({ byteLength: 2 * MEGABYTE, tellsProgress: false })

    await clock.advance(26_999)
    expect(form.outcome()).toBe('pending')
    await clock.advance(1)

    expect(form.outcome()).toBe('NETWORK_TIMEOUT')
    expect(part.outcome()).toBe('pending')
  })

  it('is not left alone for so long where the ones before it were fast, and never less than 20 s', async () => {
    const { clock, start, pace } = setUp()
    for (let n = 0; n < 5; n++) pace.measure(MEGABYTE, 2_000)
    const transfer = start({ byteLength: MEGABYTE })

    await clock.advance(19_999)
    expect(transfer.outcome()).toBe('pending')
    await clock.advance(1)

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
  })

  it('has more time in each later try, and never more than ten minutes of the platform', () => {
    const { start } = setUp()

    const limits = [1, 2, 3, 9].map((tryNumber) => start({ byteLength: MEGABYTE, tryNumber }).call.timeoutMs)

    expect(limits).toEqual([106_875, 153_750, 247_500, 600_000])
  })

  it('takes what comes after the cut, or twice, for nothing', async () => {
    const { clock, start } = setUp()
    const transfer = start()
    await clock.advance(600_000)

    transfer.answer()
    transfer.call.onProgress(999)
    await settle()

    expect(transfer.outcome()).toBe('NETWORK_TIMEOUT')
    expect(clock.pendingCount).toBe(0)
  })

  it('tells the pace how long it took', async () => {
    const { clock, start, pace } = setUp()
    const transfer = start({ byteLength: MEGABYTE })

    await clock.advance(11_000)
    transfer.answer()
    await settle()

    expect(transfer.outcome()).toBe('answered')
    expect(pace.expectMs(MEGABYTE)).toBe(10_000)
  })

  describe("while the phone's clock is set ahead", () => {
    const HOUR_MS = 3_600_000

    it('goes on', async () => {
      const { clock, phone, start } = setUp()
      const transfer = start()
      transfer.call.onProgress(100)

      phone.jumpMs += HOUR_MS
      transfer.call.onProgress(200)
      await clock.advance(15_999)

      expect(transfer.outcome()).toBe('pending')
    })

    it('does not make the line seem slow', async () => {
      const { phone, start, pace } = setUp()
      const before = pace.expectMs(MEGABYTE)
      const transfer = start({ byteLength: MEGABYTE })

      phone.jumpMs += HOUR_MS
      transfer.answer()
      await settle()

      expect(transfer.outcome()).toBe('answered')
      expect(pace.expectMs(MEGABYTE)).toBe(before)
    })
  })
})

describe('the pace of transfers', () => {
  it('is that of the slowest of the last five, less their round trips; small ones tell nothing', () => {
    const { pace } = setUp()
    expect(pace.expectMs(64_000)).toBe(1_000)

    pace.measure(MEGABYTE, 5_000)
    pace.measure(MEGABYTE, 3_000)
    pace.measure(10_000, 60_000)
    expect(pace.expectMs(MEGABYTE)).toBe(4_000)
    for (let n = 0; n < 4; n++) pace.measure(MEGABYTE, 2_000)

    expect(pace.expectMs(MEGABYTE)).toBe(2_000)
  })

  it('is unknown on another network', () => {
    const { pace, network } = setUp()
    pace.measure(MEGABYTE, 2_000)

    network.useMobileData()

    expect(pace.expectMs(64_000)).toBe(1_000)
  })
})

function setUp() {
  const clock = new FakeClock()
  const network = new FakeNetwork()
  const pace = createTransferPace(network)
  const phone = { jumpMs: 0 }
  const watch = createTransferWatch({
    clock: { now: () => clock.now() + phone.jumpMs, schedule: (ms, callback) => clock.schedule(ms, callback) },
    pace,
  })
  return {
    clock,
    phone,
    network,
    pace,
    start(about: Partial<WatchedTransfer> = {}) {
      const calls: TransferCall[] = []
      let answer = (): void => {}
      let outcome = 'pending'
      const { signal } = createCancelSource()
      const sent = watch.run({ byteLength: 1_000, tryNumber: 1, signal, tellsProgress: true, ...about }, (call) => {
        calls.push(call)
        return new Promise<void>((resolve) => {
          answer = resolve
        })
      })
      sent.then(
        () => {
          outcome = 'answered'
        },
        (error: AppError) => {
          outcome = error.code
        },
      )
      const [call] = calls
      if (call === undefined) throw new Error('the call did not begin')
      return { call, answer: () => answer(), outcome: () => outcome }
    },
  }
}
