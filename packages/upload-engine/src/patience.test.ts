import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { FakeClock, FakeLifecycle, FakeNetwork, settle } from '@photolift/platform/testing'
import { createPatience, type Mark, type Patience } from './patience.js'

describe('patience', () => {
  it('doubles its pauses up to a quarter of a minute, with jitter between half and whole', () => {
    const shortest = setUp({ random: () => 0 }).patience
    const longest = setUp({ random: () => 0.999999 }).patience

    expect([1, 2, 3, 4, 9].map((n) => shortest.backoffMs(n))).toEqual([500, 1_000, 2_000, 4_000, 7_500])
    expect([1, 2, 3, 4, 9].map((n) => Math.round(longest.backoffMs(n)))).toEqual([1_000, 2_000, 4_000, 8_000, 15_000])
  })

  it('waits for the network', async () => {
    const { patience, network } = setUp()
    network.goOffline()
    const wait = observe(patience.untilFree())
    await settle()
    expect(wait.outcome).toBe('pending')

    network.goOnline()
    await settle()

    expect(wait.outcome).toBe('over')
  })

  it('waits for the foreground', async () => {
    const { patience, lifecycle } = setUp()
    lifecycle.hide()
    const wait = observe(patience.untilFree())
    await settle()
    expect(wait.outcome).toBe('pending')

    lifecycle.show()
    await settle()

    expect(wait.outcome).toBe('over')
  })

  it('waits for no foreground where the app works without, and excuses what failed when it went there', async () => {
    const { patience, lifecycle } = setUp({ lifecycle: new FakeLifecycle(true) })
    const before = patience.mark()
    lifecycle.hide()

    const wait = observe(patience.untilFree())
    await settle()

    expect(wait.outcome).toBe('over')
    expect(patience.isHidden).toBe(false)
    const lost = new AppError('NETWORK_LOST', 'suspended')
    expect([before, patience.mark()].map((mark) => patience.excuses(lost, mark))).toEqual([true, false])
  })

  it.each<[string, (world: ReturnType<typeof setUp>) => void]>([
    ['its network', ({ network }) => network.goOnline()],
    ['the foreground', ({ lifecycle }) => lifecycle.show()],
  ])('sleeps no longer than until the phone has %s back, where that may have been the reason', async (_, comeBack) => {
    const world = setUp()
    const sleeps = [world.patience.sleep(60_000), world.patience.sleepUntilReturn(60_000)].map(observe)
    world.network.goOffline()
    world.lifecycle.hide()
    await settle()
    expect(sleeps.map(({ outcome }) => outcome)).toEqual(['pending', 'pending'])

    comeBack(world)
    await settle()

    expect(sleeps.map(({ outcome }) => outcome)).toEqual(['pending', 'over'])
  })

  it('ends every wait when the person wants it now', async () => {
    const { patience, network, lifecycle } = setUp()
    network.goOffline()
    lifecycle.hide()
    const waits = [patience.sleep(60_000), patience.sleepUntilReturn(60_000), patience.untilFree()].map(observe)

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

  it('excuses a failure that the phone explains, and what the platform itself calls interrupted', () => {
    const { patience } = setUp()
    const mark = patience.mark()

    expect(excused(patience, mark)).toEqual({
      NETWORK_LOST: false,
      NETWORK_TIMEOUT: false,
      SERVICE_UNREACHABLE: false,
      NETWORK_INTERRUPTED: true,
      STORAGE_UNAVAILABLE: false,
    })
  })

  it.each<[string, (world: ReturnType<typeof setUp>) => void]>([
    ['is offline', ({ network }) => network.goOffline()],
    ['is hidden', ({ lifecycle }) => lifecycle.hide()],
    ['was offline meanwhile', ({ network }) => [network.goOffline(), network.goOnline()]],
    ['was hidden meanwhile', ({ lifecycle }) => [lifecycle.hide(), lifecycle.show()]],
  ])('excuses whatever got no answer while the phone %s', (_, happen) => {
    const world = setUp()
    const mark = world.patience.mark()

    happen(world)

    expect(world.patience.explains(mark)).toBe(true)
    expect(excused(world.patience, mark)).toEqual({
      NETWORK_LOST: true,
      NETWORK_TIMEOUT: true,
      SERVICE_UNREACHABLE: true,
      NETWORK_INTERRUPTED: true,
      STORAGE_UNAVAILABLE: false,
    })
  })
})

function excused(patience: Patience, mark: Mark) {
  const codes: ErrorCode[] = [
    'NETWORK_LOST',
    'NETWORK_TIMEOUT',
    'SERVICE_UNREACHABLE',
    'NETWORK_INTERRUPTED',
    'STORAGE_UNAVAILABLE',
  ]
  return Object.fromEntries(codes.map((code) => [code, patience.excuses(new AppError(code, ''), mark)]))
}

function setUp({ random = (): number => 0.5, lifecycle = new FakeLifecycle() } = {}) {
  const clock = new FakeClock()
  const network = new FakeNetwork()
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
