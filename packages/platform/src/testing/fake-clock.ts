import type { Clock } from '../ports/clock.js'

interface Timer {
  dueAt: number
  callback: () => void
}

/** A clock that moves only when a test says so. */
export class FakeClock implements Clock {
  #nowMs: number
  readonly #timers = new Set<Timer>()

  /** @param startsAt ISO 8601 UTC */
  constructor(startsAt = '2026-11-20T08:00:00Z') {
    this.#nowMs = Date.parse(startsAt)
  }

  now(): number {
    return this.#nowMs
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { dueAt: this.#nowMs + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many calls are still to come. */
  get pendingCount(): number {
    return this.#timers.size
  }

  /** Moves time on, makes the calls that fall due in their order, and lets promises settle before, between and after. */
  async advance(ms: number): Promise<void> {
    const target = this.#nowMs + ms
    await settle()
    for (let timer = this.#nextTimer(target); timer !== undefined; timer = this.#nextTimer(target)) {
      this.#timers.delete(timer)
      this.#nowMs = timer.dueAt
      timer.callback()
      await settle()
    }
    this.#nowMs = target
  }

  #nextTimer(target: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.dueAt <= target && (next === undefined || timer.dueAt < next.dueAt)) next = timer
    }
    return next
  }
}

/** Lets every promise settle that needs no timer and no input or output. */
export async function settle(): Promise<void> {
  // The longest chain of awaits in our code is far below this; a microtask costs about 0.1 µs.
  for (let turn = 0; turn < 200; turn++) await Promise.resolve()
}
