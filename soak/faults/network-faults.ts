import type { Blow, Fault } from './fault.ts'
import { lasting } from './windows.ts'

const FLAPS = 5
const SLOW_MS = 10_000

/** What happens to the phone's way into the world. */
export const networkFaults: readonly Fault[] = [
  {
    name: 'offline',
    strike: (blow) => offline(blow, { told: true, ms: 500 + blow.force * 60_000 }),
  },
  {
    name: 'offline-and-nobody-says-so',
    strike: (blow) => offline(blow, { told: false, ms: 500 + blow.force * 6_000 }),
  },
  {
    name: 'offline-again-and-again',
    strike: (blow) => {
      for (let flap = 0; flap < FLAPS; flap++) {
        blow.world.clock.schedule(flap * 2_000, () => offline(blow, { told: true, ms: 1_000 }))
      }
      return FLAPS * 2_000
    },
  },
  {
    name: 'another-network',
    strike: ({ world: { line }, force }) => {
      line.switchTo({ bytesPerSecond: 100_000 + force * 2_000_000, roundTripMs: 30 + force * 200 })
      return 0
    },
  },
  {
    name: 'wifi-gives-way',
    strike: ({ world: { clock, line, person }, force }) => {
      const ms = 500 + force * 10_000
      line.changeKind({ isMobile: true })
      clock.schedule(ms, () => person.answerMobileData('continue'))
      return ms
    },
  },
  {
    name: 'wifi-gives-way-for-a-while',
    strike: ({ world: { clock, line, person }, force }) => {
      const ms = 3_000 + force * 60_000
      line.changeKind({ isMobile: true })
      clock.schedule(2_000, () => person.answerMobileData('wait-for-wifi'))
      clock.schedule(ms, () => line.changeKind({ isMobile: false }))
      return ms
    },
  },
  {
    name: 'bandwidth-collapses',
    strike: ({ world: { clock, line }, force }) => {
      clock.schedule(SLOW_MS, line.slowDown({ bytesPerSecond: 5_000 + force * 20_000 }))
      return SLOW_MS
    },
  },
  {
    name: 'round-trips-get-long',
    strike: ({ world: { clock, line }, force }) => {
      clock.schedule(SLOW_MS, line.slowDown({ roundTripMs: 1_000 + force * 3_000 }))
      return SLOW_MS
    },
  },
  {
    name: 'line-loses-calls',
    strike: ({ world: { line }, world, force }) =>
      lasting(world, 5_000, {
        begin: () => {
          line.lossChance = 0.2 + force * 0.4
        },
        end: () => {
          line.lossChance = 0
        },
      }),
  },
]

function offline({ world: { clock, line } }: Blow, { told, ms }: { told: boolean; ms: number }): number {
  clock.schedule(ms, line.goDown({ told }))
  return ms
}
