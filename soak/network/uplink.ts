import type { VirtualClock } from '../simulation/virtual-clock.ts'

/** The photo bytes of one transfer on their way up. */
export interface Flow {
  /** Bytes that have left the phone. */
  readonly sent: number
  /** While true nothing of it moves; the others share its part of the line. */
  isHeld: boolean
  /** Calls back once `bytes` have left, at once if they have already. */
  when(bytes: number, callback: () => void): void
  close(): void
}

interface OpenFlow extends Flow {
  sent: number
  readonly marks: { bytes: number; callback: () => void }[]
}

const HALF_A_BYTE = 0.5

/** A line that all transfers share evenly, as the TCP connections of one phone do. It computes only where something changes. */
export class Uplink {
  /** Photo bytes that have left the phone in all. */
  carriedBytes = 0
  readonly #clock: VirtualClock
  readonly #flows = new Set<OpenFlow>()
  #bytesPerSecond: number
  #lastAt: number
  #stopTimer = (): void => {}

  constructor(clock: VirtualClock, bytesPerSecond: number) {
    this.#clock = clock
    this.#bytesPerSecond = bytesPerSecond
    this.#lastAt = clock.now()
  }

  set bytesPerSecond(bytesPerSecond: number) {
    this.#carry()
    this.#bytesPerSecond = bytesPerSecond
    this.#plan()
  }

  open(): Flow {
    this.#carry()
    let isHeld = false
    const flow: OpenFlow = {
      sent: 0,
      marks: [],
      get isHeld() {
        return isHeld
      },
      set isHeld(held) {
        change(() => {
          isHeld = held
        })
      },
      when: (bytes, callback) => change(() => flow.marks.push({ bytes, callback })),
      close: () => change(() => this.#flows.delete(flow)),
    }
    const change = (alter: () => void): void => {
      this.#carry()
      alter()
      this.#plan()
    }
    change(() => this.#flows.add(flow))
    return flow
  }

  /** Moves what had to move since the last time. */
  #carry(): void {
    const now = this.#clock.now()
    const moving = this.#moving()
    const portion = moving.length === 0 ? 0 : ((now - this.#lastAt) * this.#bytesPerSecond) / 1_000 / moving.length
    this.#lastAt = now
    for (const flow of moving) {
      flow.sent += portion
      this.carriedBytes += portion
    }
  }

  /** Looks again when the first of the flows reaches its next mark. */
  #plan(): void {
    this.#stopTimer()
    const moving = this.#moving()
    let waitMs = Number.POSITIVE_INFINITY
    for (const { sent, marks } of moving) {
      for (const { bytes } of marks) {
        waitMs = Math.min(waitMs, (Math.max(0, bytes - sent) * 1_000 * moving.length) / this.#bytesPerSecond)
      }
    }
    // Never less than the clock can count: floating-point milliseconds since the epoch come in steps of 0.0002.
    if (Number.isFinite(waitMs)) this.#stopTimer = this.#clock.schedule(Math.max(0.01, waitMs), () => this.#look())
  }

  #look(): void {
    this.#carry()
    const flows = [...this.#flows]
    for (const flow of flows) {
      const reached = flow.marks.filter(({ bytes }) => bytes <= flow.sent + HALF_A_BYTE)
      for (const mark of reached) {
        flow.marks.splice(flow.marks.indexOf(mark), 1)
        mark.callback()
      }
    }
    this.#plan()
  }

  #moving(): OpenFlow[] {
    return [...this.#flows].filter(({ isHeld }) => !isHeld)
  }
}
