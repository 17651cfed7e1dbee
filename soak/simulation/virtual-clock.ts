interface Timer {
  dueAt: number
  /** Timers of one instant go in the order in which they were set. */
  number: number
  callback: (() => void) | undefined
}

/** The time of one simulated world: it stands still while code runs, and jumps to the next timer when all code waits. */
export class VirtualClock {
  #nowMs = Date.parse('2026-11-20T08:00:00Z')
  #setCount = 0
  /** A binary heap, the next timer first. */
  readonly #timers: Timer[] = []

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#nowMs
  }

  /** Calls back once after `delayMs`. @returns a function that cancels the call */
  schedule(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { dueAt: this.#nowMs + Math.max(0, delayMs), number: this.#setCount++, callback }
    this.#push(timer)
    return () => {
      timer.callback = undefined
    }
  }

  /** Lets time pass until `isOver` says so or nothing is left to happen. */
  async run(isOver: () => boolean): Promise<void> {
    await everyPromiseSettled()
    while (!isOver()) {
      const timer = this.#pop()
      if (timer === undefined) return
      const { callback } = timer
      if (callback === undefined) continue
      timer.callback = undefined
      this.#nowMs = timer.dueAt
      callback()
      await everyPromiseSettled()
    }
  }

  #push(timer: Timer): void {
    const heap = this.#timers
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (isBefore(heap[parent] as Timer, timer)) break
      heap[at] = heap[parent] as Timer
      at = parent
    }
    heap[at] = timer
  }

  #pop(): Timer | undefined {
    const heap = this.#timers
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child += 1
      if (isBefore(last, heap[child] as Timer)) break
      heap[at] = heap[child] as Timer
      at = child
    }
    heap[at] = last
    return first
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.number < b.number)
}

/** Node runs every microtask that is due before it calls the next immediate, however long their chains are. */
function everyPromiseSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
