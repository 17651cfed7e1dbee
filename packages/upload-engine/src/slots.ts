import { AppError } from '@photolift/contracts'
import type { CancelSignal } from '@photolift/platform'

/** Lets a bounded number of works run at once; who waits, gets in by order, not by arrival. */
export interface Slots {
  readonly busyCount: number
  readonly waitingCount: number
  /** Lets in whom there is room for, now that there may be more of it. */
  fill(): void
  /** @throws AppError CANCELLED where the signal came before the turn */
  run<T>(work: () => Promise<T>, place: Place): Promise<T>
}

export interface Place {
  /** The lowest goes first; asked each time a slot is free. */
  order(): number
  readonly signal: CancelSignal
}

interface Waiter extends Place {
  enter(): void
}

/** @param slotCount may change; who is in stays in */
export function createSlots(slotCount: number | (() => number)): Slots {
  const waiters = new Set<Waiter>()
  const count = typeof slotCount === 'number' ? () => slotCount : slotCount
  let busyCount = 0

  function fill(): void {
    while (waiters.size > 0 && busyCount < count()) {
      const next = [...waiters].sort((a, b) => a.order() - b.order())[0]
      if (next === undefined) return
      waiters.delete(next)
      busyCount += 1
      next.enter()
    }
  }

  function turn({ order, signal }: Place): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        order,
        signal,
        enter() {
          stopListening()
          resolve()
        },
      }
      waiters.add(waiter)
      const stopListening = signal.onCancel(() => {
        waiters.delete(waiter)
        reject(new AppError('CANCELLED', 'cancelled before its turn'))
      })
      fill()
    })
  }

  return {
    get busyCount() {
      return busyCount
    },
    get waitingCount() {
      return waiters.size
    },
    fill,
    async run(work, place) {
      await turn(place)
      try {
        return await work()
      } finally {
        busyCount -= 1
        fill()
      }
    },
  }
}
