/** Number of the minute that holds an instant. */
export function minuteOf(now: number): number {
  return Math.floor(now / MINUTE_MS)
}

/** Whole seconds, at least 1, until the count begins anew. */
export function secondsToNextMinute(now: number): number {
  return Math.ceil((MINUTE_MS - (now % MINUTE_MS)) / 1_000)
}

const MINUTE_MS = 60_000
