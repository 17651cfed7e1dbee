import type { FakeClock, FakeTransfer } from '@photolift/platform/testing'

const TICK_MS = 10

/** An uplink that all transfers share evenly, as TCP connections on one phone do. */
export class SimulatedLink {
  /** How long nothing was on its way between the first photo and the last. */
  idleMs = 0
  readonly #sent = new Map<FakeTransfer, number>()
  readonly #options: { clock: FakeClock; bytesPerSecond: number; roundTripMs: number }
  #isTicking = false
  #idleSince: number | undefined

  constructor(options: { clock: FakeClock; bytesPerSecond: number; roundTripMs: number }) {
    this.#options = options
  }

  /** Starts to carry a transfer; hand it to FakeHttpStack as `onTransfer`. */
  readonly carry = (transfer: FakeTransfer): void => {
    const { clock } = this.#options
    if (this.#idleSince !== undefined) this.idleMs += clock.now() - this.#idleSince
    this.#idleSince = undefined
    this.#sent.set(transfer, 0)
    this.#tick()
  }

  #tick(): void {
    if (this.#isTicking) return
    this.#isTicking = true
    this.#options.clock.schedule(TICK_MS, () => {
      this.#isTicking = false
      this.#share((this.#options.bytesPerSecond * TICK_MS) / 1_000)
      if (this.#sent.size > 0) this.#tick()
    })
  }

  #share(capacity: number): void {
    for (const transfer of this.#sent.keys()) if (transfer.ended) this.#sent.delete(transfer)
    let left = capacity
    while (left > 0 && this.#sent.size > 0) {
      const portion = left / this.#sent.size
      left = 0
      for (const [transfer, sent] of this.#sent) {
        const needed = transfer.form.photo.byteLength - sent
        const carried = Math.min(portion, needed)
        left += portion - carried
        this.#sent.set(transfer, sent + carried)
        transfer.progress(Math.floor(sent + carried))
        if (carried === needed) this.#arrive(transfer)
      }
      if (left < 1) break
    }
  }

  #arrive(transfer: FakeTransfer): void {
    const { clock, roundTripMs } = this.#options
    this.#sent.delete(transfer)
    if (this.#sent.size === 0) this.#idleSince = clock.now()
    clock.schedule(roundTripMs, () => transfer.answer({ status: 204 }))
  }
}
