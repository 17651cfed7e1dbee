import type { UploadPhase } from './phase.js'

/** Longer than this, the phone lay in a pocket: the figure would say nothing about the upload. */
const LONGEST_SECONDS = 3_600

/** How long the photos of a batch were on their way, without the time in which a person put others in order. */
export interface Stopwatch {
  /** @param now milliseconds since the epoch */
  update(phase: UploadPhase, now: number): void
  /** Whole seconds, at least 1; null while it runs, and where it says nothing. */
  seconds(): number | null
}

export function createStopwatch(): Stopwatch {
  /** Null before the first photo. */
  let elapsedMs: number | null = null
  let runningSince: number | null = null
  let isOver = false

  function run(now: number): void {
    if (isOver) elapsedMs = null
    isOver = false
    elapsedMs ??= 0
    runningSince ??= now
  }

  function halt(now: number): void {
    if (runningSince !== null && elapsedMs !== null) elapsedMs += now - runningSince
    runningSince = null
  }

  return {
    update(phase, now) {
      const isNothing = phase === 'empty' || phase === 'leftovers'
      if (isNothing || phase === 'done') isOver = true
      if (isNothing) elapsedMs = null
      if (isNothing || phase === 'done' || phase === 'arranging') halt(now)
      else run(now)
    },
    seconds() {
      if (elapsedMs === null || runningSince !== null) return null
      const seconds = Math.max(1, Math.round(elapsedMs / 1_000))
      return seconds > LONGEST_SECONDS ? null : seconds
    },
  }
}
