import type { Call } from '../network/call.ts'
import type { VirtualClock } from './virtual-clock.ts'

interface Transfer {
  photoBytes: number
  begunAt: number
  endedAt: number
}

/** Keeps count of what went over the line, and of when faults were at work. */
export class Ledger {
  /** Authorize calls of which the app had heard nothing yet, at most. */
  mostAuthorizesAtOnce = 0
  /** When the last fault so far is over. */
  faultsEndAt: number
  /** Calls of `wx.request` and `wx.uploadFile`. */
  callCount = 0
  /** When the first byte of a photo left; undefined before it. */
  firstByteAt: number | undefined
  /** When the app last heard of a call. */
  lastHeardAt = Number.NEGATIVE_INFINITY
  /** When the app made its first call since then. */
  #firstCallSinceAt: number | undefined
  #undoneBytes = 0
  readonly #authorizes = new Set<Call>()
  readonly #transfers = new Map<Call, Transfer>()
  readonly #faults: { from: number; to: number }[] = []
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
    this.faultsEndAt = clock.now()
  }

  /** From the end of the last fault to the app's next call about photos; undefined where it made none. */
  get idleAfterFaultsMs(): number | undefined {
    return this.#firstCallSinceAt === undefined ? undefined : this.#firstCallSinceAt - this.faultsEndAt
  }

  begin(call: Call): void {
    this.callCount += 1
    // A login is not yet going on.
    if (call.kind !== 'other' && this.#clock.now() >= this.faultsEndAt) this.#firstCallSinceAt ??= this.#clock.now()
    if (call.kind === 'authorize') {
      this.#authorizes.add(call)
      this.mostAuthorizesAtOnce = Math.max(this.mostAuthorizesAtOnce, this.#authorizes.size)
    }
    if (call.kind === 'transfer') {
      const { photoBytes } = call
      this.#transfers.set(call, { photoBytes, begunAt: this.#clock.now(), endedAt: Number.POSITIVE_INFINITY })
    }
  }

  /** The app has heard of it, or never will. */
  heard(call: Call): void {
    this.lastHeardAt = this.#clock.now()
    this.#authorizes.delete(call)
  }

  /** Its photo begins to leave. */
  sends(): void {
    this.firstByteAt ??= this.#clock.now()
  }

  end(call: Call): void {
    const transfer = this.#transfers.get(call)
    if (transfer !== undefined) transfer.endedAt = this.#clock.now()
  }

  /** The app is gone, and what it waited for with it. */
  forgetApp(): void {
    this.#authorizes.clear()
  }

  strike(lastsMs: number): void {
    const from = this.#clock.now()
    this.#firstCallSinceAt = undefined
    this.#faults.push({ from, to: from + lastsMs })
    this.faultsEndAt = Math.max(this.faultsEndAt, from + lastsMs)
  }

  /** A fault has undone what had arrived. */
  undo(photoBytes: number): void {
    this.#undoneBytes += photoBytes
  }

  /** Photo bytes of the transfers that were under way while a fault was at work, or that it has undone. */
  get bytesInFlightAtFaults(): number {
    const struck = [...this.#transfers.values()].filter(({ begunAt, endedAt }) =>
      this.#faults.some(({ from, to }) => begunAt <= to && endedAt >= from),
    )
    return struck.reduce((sum, { photoBytes }) => sum + photoBytes, this.#undoneBytes)
  }
}
