import type { Clock } from './ports/clock.js'

/** The clock of every platform that has `setTimeout`: mini-programs, browsers and Node. */
export const timerClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
