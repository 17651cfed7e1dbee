import type { VirtualClock } from '../simulation/virtual-clock.ts'
import type { Connection } from './connection.ts'

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
  /** Its slow start; undefined where it has none. */
  readonly connection: Connection | undefined
  bytesPerMs: number
  /** When its window doubles, while that is all that holds it back. */
  growsAt: number | undefined
}

/** How fast and how far a line is. */
export interface Pace {
  bytesPerSecond: number
  roundTripMs: number
}

const HALF_A_BYTE = 0.5
const INSTANT_MS = 0.01

/**
 * A line that all transfers share evenly, as the TCP connections of one phone do: each gets its share, as far as its window
 * reaches, and what it leaves goes to the others. A window that holds its flow back doubles each round trip. It computes only
 * where something changes.
 */
export class Uplink {
  /** Photo bytes that have left the phone in all. */
  carriedBytes = 0
  readonly #clock: VirtualClock
  readonly #flows = new Set<OpenFlow>()
  #bytesPerSecond: number
  #roundTripMs: number
  #lastAt: number
  #stopTimer = (): void => {}

  constructor(clock: VirtualClock, { bytesPerSecond, roundTripMs }: Pace) {
    this.#clock = clock
    this.#bytesPerSecond = bytesPerSecond
    this.#roundTripMs = roundTripMs
    this.#lastAt = clock.now()
  }

  set pace({ bytesPerSecond, roundTripMs }: Pace) {
    this.#carry()
    this.#bytesPerSecond = bytesPerSecond
    this.#roundTripMs = roundTripMs
    this.#plan()
  }

  /** @param connection where it begins slowly */
  open(connection?: Connection): Flow {
    this.#carry()
    let isHeld = false
    const flow: OpenFlow = {
      sent: 0,
      marks: [],
      connection,
      bytesPerMs: 0,
      growsAt: undefined,
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
    const elapsedMs = now - this.#lastAt
    this.#lastAt = now
    for (const flow of this.#moving()) {
      flow.sent += elapsedMs * flow.bytesPerMs
      this.carriedBytes += elapsedMs * flow.bytesPerMs
    }
  }

  /** Gives each its share, and looks again when the first of them reaches its next mark or a window grows. */
  #plan(): void {
    this.#stopTimer()
    this.#shareOut()
    let waitMs = Number.POSITIVE_INFINITY
    for (const { sent, marks, bytesPerMs, growsAt } of this.#moving()) {
      if (growsAt !== undefined) waitMs = Math.min(waitMs, growsAt - this.#lastAt)
      for (const { bytes } of marks) waitMs = Math.min(waitMs, Math.max(0, bytes - sent) / bytesPerMs)
    }
    // Never less than the clock can count: floating-point milliseconds since the epoch come in steps of 0.0002.
    if (Number.isFinite(waitMs)) this.#stopTimer = this.#clock.schedule(Math.max(0.01, waitMs), () => this.#look())
  }

  #shareOut(): void {
    // Who is held back most comes first, so that the others get what it leaves.
    const flows = this.#moving().sort((a, b) => this.#mostOf(a) - this.#mostOf(b))
    let left = this.#bytesPerSecond / 1_000
    for (const [index, flow] of flows.entries()) {
      const share = left / (flows.length - index)
      const most = this.#mostOf(flow)
      flow.bytesPerMs = Math.min(share, most)
      left -= flow.bytesPerMs
      flow.growsAt = most < share ? (flow.growsAt ?? this.#lastAt + this.#roundTripMs) : undefined
    }
  }

  /** A window a round trip. */
  #mostOf({ connection }: OpenFlow): number {
    return connection === undefined ? Number.POSITIVE_INFINITY : connection.windowBytes / this.#roundTripMs
  }

  #look(): void {
    this.#carry()
    const flows = [...this.#flows]
    for (const flow of flows) {
      if (flow.growsAt !== undefined && flow.growsAt <= this.#lastAt + INSTANT_MS) {
        flow.connection?.grow()
        flow.growsAt = undefined
      }
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
