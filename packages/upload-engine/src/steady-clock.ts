import type { Clock } from '@photolift/platform'

/**
 * The same clock without its jumps back: a person or the network sets a phone's clock while the app runs, and mini-programs
 * have no other reading of time (`wx.getPerformance()` has no `now`). Timers run true on every platform, so time is at least
 * what they have told. A jump ahead ends waits early, which costs a call; it cannot be told from an hour in the background.
 */
export function steadyClock(clock: Clock): Clock {
  let lastReading = clock.now()
  let lostMs = 0

  function now(): number {
    const reading = clock.now()
    if (reading < lastReading) lostMs += lastReading - reading
    lastReading = reading
    return reading + lostMs
  }

  return {
    now,
    schedule(delayMs, callback) {
      const dueAt = now() + Math.max(0, delayMs)
      return clock.schedule(delayMs, () => {
        const behindMs = dueAt - now()
        lostMs += Math.max(0, behindMs)
        callback()
      })
    },
  }
}
