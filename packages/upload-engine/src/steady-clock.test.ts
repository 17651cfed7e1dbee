import { describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { steadyClock } from './steady-clock.js'

const HOUR_MS = 3_600_000

describe('the steady clock', () => {
  it('goes on from where it was when the other is set back', async () => {
    const { world, phone, steady, startedAt } = setUp()
    await world.advance(1_000)
    expect(steady.now() - startedAt).toBe(1_000)

    phone.jumpMs -= HOUR_MS
    expect(steady.now() - startedAt).toBe(1_000)
    await world.advance(500)
    expect(steady.now() - startedAt).toBe(1_500)
    phone.jumpMs -= HOUR_MS
    expect(steady.now() - startedAt).toBe(1_500)
    await world.advance(500)

    expect(steady.now() - startedAt).toBe(2_000)
  })

  it('has moved by as much as a timer took, whatever became of the other meanwhile', async () => {
    const { world, phone, steady, startedAt } = setUp()
    let firedAt = 0
    steady.schedule(10_000, () => {
      firedAt = steady.now() - startedAt
    })

    await world.advance(9_000)
    phone.jumpMs -= HOUR_MS
    await world.advance(1_000)

    expect(firedAt).toBe(10_000)
  })

  it('calls no timer that was taken back', async () => {
    const { world, steady } = setUp()
    let calls = 0
    const takeBack = steady.schedule(10, () => {
      calls += 1
    })

    takeBack()
    await world.advance(100)

    expect(calls).toBe(0)
  })
})

function setUp() {
  const world = new FakeClock()
  const phone = {
    jumpMs: 0,
    now: () => world.now() + phone.jumpMs,
    schedule: (delayMs: number, callback: () => void) => world.schedule(delayMs, callback),
  }
  const steady = steadyClock(phone)
  return { world, phone, steady, startedAt: steady.now() }
}
