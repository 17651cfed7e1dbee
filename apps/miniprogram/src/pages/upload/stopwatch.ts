import type { UploadPhase } from './phase.js'

/** Longer than this, the phone lay in a pocket: the figure would say nothing about the upload. */
const LONGEST_SECONDS = 3_600

/** How long a batch took, from its first photo to its last. */
export class Stopwatch {
  #startedAt: number | null = null
  #endedAt: number | null = null

  /** @param now milliseconds since the epoch */
  update(phase: UploadPhase, now: number): void {
    if (phase === 'empty' || phase === 'arranging') {
      this.#startedAt = null
      this.#endedAt = null
      return
    }
    if (phase !== 'done') this.#endedAt = null
    this.#startedAt ??= now
    if (phase === 'done') this.#endedAt ??= now
  }

  /** Whole seconds, at least 1; null while it runs, and where it says nothing. */
  get seconds(): number | null {
    if (this.#startedAt === null || this.#endedAt === null) return null
    const seconds = Math.max(1, Math.round((this.#endedAt - this.#startedAt) / 1_000))
    return seconds > LONGEST_SECONDS ? null : seconds
  }
}
