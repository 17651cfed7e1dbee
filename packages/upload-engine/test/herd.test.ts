import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { FakeClock, FakeLifecycle, FakeNetwork } from '@photolift/platform/testing'
import { createPatience } from '../src/patience.js'
import { createServiceCalls } from '../src/service-calls.js'
import { seededRandom } from './engine-world.js'

const PHONES = 1_000

/** A phone that sends photos asks for grants about so often, and as often for confirmations. */
const EVERY_MS = 10_000

const OUTAGE_FROM_MS = 20_000
const AFTERWARDS_MS = 20_000

/** The steady rate is what a thousand phones ask of the service in a second while nothing is wrong. */
const STEADY_PER_SECOND = (2 * PHONES) / (EVERY_MS / 1_000)

describe('a thousand phones that send photos', () => {
  it.each<[string, number, (msLeft: number) => AppError]>([
    ['does not answer for 5 s', 5_000, () => new AppError('SERVICE_UNREACHABLE', '')],
    ['does not answer for a minute', 60_000, () => new AppError('SERVICE_UNREACHABLE', '')],
    ['says for a minute that it starts', 60_000, () => new AppError('NOT_READY', '')],
    [
      'tells all of them the same moment to come back',
      30_000,
      (msLeft) => new AppError('NOT_READY', '', { retryAfterSeconds: Math.ceil(msLeft / 1_000) }),
    ],
  ])(
    'come back no faster than twice their steady rate when their service %s',
    async (_, outageMs, failure) => {
      const perSecond = await callsPerSecond(outageMs, failure)

      const afterwards = perSecond.slice((OUTAGE_FROM_MS + outageMs) / 1_000)
      expect(Math.max(...perSecond.slice(10, OUTAGE_FROM_MS / 1_000))).toBeLessThan(1.5 * STEADY_PER_SECOND)
      expect(Math.max(...afterwards)).toBeLessThanOrEqual(2 * STEADY_PER_SECOND)
      expect(Math.min(...afterwards.slice(-2))).toBeGreaterThan(STEADY_PER_SECOND / 4)
    },
    60_000,
  )
})

/** What reached the service in each second of the run. */
async function callsPerSecond(outageMs: number, failure: (msLeft: number) => AppError): Promise<number[]> {
  const clock = new FakeClock()
  const startedAt = clock.now()
  const endsAt = OUTAGE_FROM_MS + outageMs
  const lengthMs = endsAt + AFTERWARDS_MS
  const perSecond = Array.from({ length: lengthMs / 1_000 }, () => 0)

  async function answer(): Promise<void> {
    const atMs = clock.now() - startedAt
    const second = Math.floor(atMs / 1_000)
    perSecond[second] = (perSecond[second] ?? 0) + 1
    if (atMs >= OUTAGE_FROM_MS && atMs < endsAt) throw failure(endsAt - atMs)
  }

  for (let phone = 0; phone < PHONES; phone++) {
    const random = seededRandom(phone + 1)
    const patience = createPatience({ clock, random, network: new FakeNetwork(), lifecycle: new FakeLifecycle() })
    const calls = createServiceCalls({ clock, patience, maxTries: 5, onWaitingChange: () => {} })
    const ask = (): void => {
      void calls.call(answer, () => true).then(() => clock.schedule(EVERY_MS * (0.5 + random()), ask))
    }
    // For grants and for confirmations, each at its own time.
    for (let kind = 0; kind < 2; kind++) clock.schedule(random() * EVERY_MS, ask)
  }
  await clock.advance(lengthMs - 1)
  return perSecond
}
