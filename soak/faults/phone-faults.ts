import type { Phone } from '../phone/phone.ts'
import type { Fault } from './fault.ts'
import { lasting } from './windows.ts'

const HOUR_MS = 3_600_000
const RELAUNCH_AFTER_MS = 3_000
/** What was written in the last few milliseconds may be written or not; a run must not depend on it. */
const KILLED_AFTER_MS = 5
const HIDINGS = 14
const HIDDEN_MS = 6_000
/** On a line that is so slow few photos get through in it and in the 5 s that an app in the background has. */
const GLANCE_MS = 700
const SLOW_BYTES_PER_SECOND = 20_000

interface Kill extends Pick<Fault, 'atTheLast' | 'prepare'> {
  torn?: boolean
  /** How often, each time soon after the app was opened again. */
  times?: number
}

const killed = (name: string, { torn = false, times = 1, ...rest }: Kill = {}): Fault => ({
  name,
  ...rest,
  strike: ({ world, force }) => {
    const lastsMs = KILLED_AFTER_MS + force * 20 + RELAUNCH_AFTER_MS
    const pauseMs = force * 1_500
    for (let time = 0; time < times; time++) {
      const relaunchedAfterMs = lastsMs + time * (pauseMs + lastsMs)
      world.clock.schedule(relaunchedAfterMs - RELAUNCH_AFTER_MS, () => {
        world.phone.kill({ torn })
        world.ledger.forgetApp()
      })
      world.clock.schedule(relaunchedAfterMs, () => world.person.relaunch())
    }
    return lastsMs + (times - 1) * (pauseMs + lastsMs)
  },
})

/** Room for a few photos of a run. */
const littleRoom = (phone: Phone): void => {
  phone.userSpaceBytes = 1_000_000
}

/** What people and systems do to a phone. */
export const phoneFaults: readonly Fault[] = [
  {
    name: 'background-for-a-moment',
    strike: ({ world: { phone }, world, force }) =>
      lasting(world, 200 + force * 4_500, { begin: () => phone.hide(), end: () => phone.show() }),
  },
  {
    name: 'background',
    strike: ({ world: { phone }, world, force }) =>
      lasting(world, 5_500 + force * 120_000, { begin: () => phone.hide(), end: () => phone.show() }),
  },
  {
    name: 'background-again-and-again',
    strike: ({ world: { clock, line, phone } }) => {
      const lastsMs = HIDINGS * (HIDDEN_MS + GLANCE_MS)
      clock.schedule(lastsMs, line.slowDown({ bytesPerSecond: SLOW_BYTES_PER_SECOND }))
      for (let hiding = 0; hiding < HIDINGS; hiding++) {
        const atMs = hiding * (HIDDEN_MS + GLANCE_MS)
        clock.schedule(atMs, () => phone.hide())
        clock.schedule(atMs + HIDDEN_MS, () => phone.show())
      }
      return lastsMs
    },
  },
  killed('killed'),
  killed('killed-at-the-last', { atTheLast: true }),
  killed('killed-with-a-torn-write', { torn: true }),
  killed('killed-again-and-again', { times: 3 }),
  killed('killed-while-files-are-copied', {
    prepare: (phone) => {
      phone.bytesWrittenPerMs = 2_000
    },
  }),
  killed('killed-without-room-for-all-files', { prepare: littleRoom }),
  { name: 'no-room-for-all-files', prepare: littleRoom, strike: () => 0 },
  {
    name: 'storage-full',
    strike: ({ world }) => {
      world.phone.storageIsFull = true
      return 0
    },
  },
  {
    name: 'slots-taken-by-the-app',
    strike: ({ world: { phone }, world, force }) =>
      lasting(world, 1_000 + force * 5_000, {
        begin: () => {
          phone.foreignCalls += 9
        },
        end: () => {
          phone.foreignCalls -= 9
        },
      }),
  },
  {
    name: 'clock-set-ahead',
    strike: ({ world }) => {
      world.phone.clockJumpMs += HOUR_MS
      return 0
    },
  },
  {
    name: 'clock-set-back',
    strike: ({ world }) => {
      world.phone.clockJumpMs -= HOUR_MS
      return 0
    },
  },
  {
    name: 'progress-runs-ahead',
    strike: ({ world }) => {
      world.phone.progressStyle = 'ahead'
      return 0
    },
  },
  {
    name: 'progress-is-silent',
    strike: ({ world }) => {
      world.phone.progressStyle = 'silent'
      return 0
    },
  },
  {
    name: 'paused-and-resumed',
    strike: ({ world: { person }, world, force }) =>
      lasting(world, 100 + force * 40_000, { begin: () => person.pause(), end: () => person.resume() }),
  },
]
