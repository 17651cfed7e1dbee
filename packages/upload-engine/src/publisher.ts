import type { Clock } from '@photolift/platform'

/** Tells subscribers about changes, at most every 100 ms. */
export interface Publisher<Value> {
  /** Gives the present value at once. @returns a function that stops it */
  subscribe(listener: (value: Value) => void): () => void
  /** Something changed: tells it now or soon. */
  changed(): void
}

const INTERVAL_MS = 100

export function createPublisher<Value>(clock: Clock, read: () => Value): Publisher<Value> {
  const listeners = new Set<(value: Value) => void>()
  let publishedAt = Number.NEGATIVE_INFINITY
  let isScheduled = false

  function publish(): void {
    isScheduled = false
    publishedAt = clock.now()
    const value = read()
    for (const listener of listeners) listener(value)
  }

  return {
    subscribe(listener) {
      // A function of its own: the same listener may subscribe twice.
      const own = (value: Value) => listener(value)
      listeners.add(own)
      own(read())
      return () => listeners.delete(own)
    },
    changed() {
      if (isScheduled) return
      isScheduled = true
      clock.schedule(Math.max(0, publishedAt + INTERVAL_MS - clock.now()), publish)
    },
  }
}
