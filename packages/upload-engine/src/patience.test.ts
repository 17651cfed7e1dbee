import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { FakeClock, FakeLifecycle, FakeNetwork, settle } from '@photolift/platform/testing'
import { createPatience } from './patience.js'

describe('patience', () => {
  it('doubles its pauses up to half a minute, with jitter between half and whole', () => {
    const shortest = setUp({ random: () => 0 }).patience
    const longest = setUp({ random: () => 0.999999 }).patience

    expect([1, 2, 3, 4, 9].map((n) => shortest.backoffMs(n))).toEqual([500, 1_000, 2_000, 4_000, 15_000])
    expect([1, 2, 3, 4, 9].map((n) => Math.round(longest.backoffMs(n)))).toEqual([1_000, 2_000, 4_000, 8_000, 30_000])
  })

  it('waits for the network', async () => {
    const { patience, network } = setUp()
    network.goOffline()
    const wait = observe(patience.untilOnline())
    await settle()
    expect(wait.outcome).toBe('pending')

    network.goOnline()
    await settle()

    expect(wait.outcome).toBe('over')
  })

  it('waits for the foreground', async () => {
    const { patience, lifecycle } = setUp()
    lifecycle.hide()
    const wait = observe(patience.untilVisible())
    await settle()
    expect(wait.outcome).toBe('pending')

    lifecycle.show()
    await settle()

    expect(wait.outcome).toBe('over')
  })

  it('ends every wait when the person wants it now', async () => {
    const { patience, network, lifecycle } = setUp()
    network.goOffline()
    lifecycle.hide()
    const waits = [patience.sleep(60_000), patience.untilOnline(), patience.untilVisible()].map(observe)

    patience.tryNow()
    await settle()

    expect(waits.map(({ outcome }) => outcome)).toEqual(['over', 'over', 'over'])
  })

  it('leaves no timer behind after a cancelled sleep', async () => {
    const { patience, clock } = setUp()
    const source = createCancelSource()
    const sleep = patience.sleep(60_000, source.signal)

    source.cancel()

    await expect(sleep).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(clock.pendingCount).toBe(0)
  })

  it('rejects at once where the signal came first', async () => {
    const { patience } = setUp()
    const source = createCancelSource()
    source.cancel()

    await expect(patience.sleep(1, source.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('excuses a failure that the phone explains, and no other', () => {
    const { patience, network, lifecycle } = setUp()
    const lost = new AppError('NETWORK_LOST', '')
    const interrupted = new AppError('NETWORK_INTERRUPTED', '')
    const mark = patience.mark()

    expect([lost, interrupted].map((error) => patience.excuses(error, mark))).toEqual([false, false])

    network.goOffline()
    lifecycle.hide()
    lifecycle.show()

    expect([lost, interrupted].map((error) => patience.excuses(error, mark))).toEqual([true, true])
    expect(patience.excuses(new AppError('STORAGE_UNAVAILABLE', ''), mark)).toBe(false)
  })
})

function setUp({ random = () => 0.5 }: { random?: () => number } = {}) {
  const clock = new FakeClock()
  const network = new FakeNetwork()
  const lifecycle = new FakeLifecycle()
  return { clock, network, lifecycle, patience: createPatience({ clock, network, lifecycle, random }) }
}

function observe(promise: Promise<void>): { outcome: 'pending' | 'over' | 'rejected' } {
  const observed: { outcome: 'pending' | 'over' | 'rejected' } = { outcome: 'pending' }
  promise.then(
    () => {
      observed.outcome = 'over'
    },
    () => {
      observed.outcome = 'rejected'
    },
  )
  return observed
}
