import { AppError } from '@photolift/contracts'
import { createCancelSource, type HttpStack } from '@photolift/platform'
import type { Plant } from './plant.ts'

/** Without their own signals nobody else can end them, either. */
const NEVER = createCancelSource().signal

/** Nothing that the engine sets a limit to is cut sooner. */
const SHORTEST_LIMIT_MS = 15_000

/** Nobody ends what takes too long: neither the platform's limit nor the engine's own does. */
export const watchdogOff: Plant = {
  name: 'watchdog-off',
  moves: 'hung',
  showsUnder: ['platform-timeout@send', 'silent@send', 'stalled-for-good@send'],
  plant: () => ({
    http: (http): HttpStack => ({
      send: (request) => unlessItTakesTooLong(http.send({ ...request, signal: NEVER })),
      postForm: (form) => unlessItTakesTooLong(http.postForm({ ...form, signal: NEVER })),
    }),
    deps: (deps) => ({
      ...deps,
      clock: {
        now: () => deps.clock.now(),
        schedule: (delayMs, callback) =>
          delayMs >= SHORTEST_LIMIT_MS ? () => {} : deps.clock.schedule(delayMs, callback),
      },
    }),
  }),
}

function unlessItTakesTooLong<Value>(call: Promise<Value>): Promise<Value> {
  return call.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'NETWORK_TIMEOUT') return new Promise<never>(() => {})
    throw error
  })
}
