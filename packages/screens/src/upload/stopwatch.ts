import type { UploadPhase } from './phase.js'

/** Longer than this, the phone lay in a pocket: the figure would say nothing about the upload. */
const LONGEST_SECONDS = 3_600

/** How long the photos of a batch were on their way, without the time in which a person put others in order. */
export class Stopwatch {
  /** Null before the first photo. */
  #elapsedMs: number | null = null
  #runningSince: number | null = null
  #isOver = false

  /** @param now milliseconds since the epoch */
  update(phase: UploadPhase, now: number): void {
    const isNothing = phase === 'empty' || phase === 'leftovers'
    if (isNothing || phase === 'done') this.#isOver = true
    if (isNothing) this.#elapsedMs = null
    if (isNothing || phase === 'done' || phase === 'arranging') this.#halt(now)
    else this.#run(now)
  }

  /** Whole seconds, at least 1; null while it runs, and where it says nothing. */
  get seconds(): number | null {
    if (this.#elapsedMs === null || this.#runningSince !== null) return null
    const seconds = Math.max(1, Math.round(this.#elapsedMs / 1_000))
    return seconds > LONGEST_SECONDS ? null : seconds
  }

  #run(now: number): void {
    if (this.#isOver) this.#elapsedMs = null
    this.#isOver = false
    this.#elapsedMs ??= 0
    this.#runningSince ??= now
  }

  #halt(now: number): void {
    if (this.#runningSince !== null && this.#elapsedMs !== null) this.#elapsedMs += now - this.#runningSince
    this.#runningSince = null
  }
}
