/** Ten segments, with which every connection begins. @see https://www.rfc-editor.org/rfc/rfc6928 */
const FIRST_WINDOW_BYTES = 10 * 1460

/** What the other side has room for. */
const LONGEST_WINDOW_BYTES = 4 * 1024 * 1024

/** Without a byte for so long and a round trip, a connection begins anew. @see https://www.rfc-editor.org/rfc/rfc2861 */
const FORGETS_AFTER_MS = 200

/**
 * How much of one direction of one connection may be under way: a window a round trip, twice as much in the next one where it was
 * full. The same rules as in the soak's model (`soak/network/connection.ts`), where bytes are a stream and not pieces.
 */
export class SlowStart {
  #windowBytes = FIRST_WINDOW_BYTES
  #roundBytes = 0
  #roundBeganAt = Number.NEGATIVE_INFINITY
  #lastAt = Number.NEGATIVE_INFINITY
  readonly #roundTripMs: number

  constructor(roundTripMs: number) {
    this.#roundTripMs = roundTripMs
  }

  /** @returns when a piece that is there at `readyAt` may leave, an instant of the line */
  opensFor(readyAt: number): number {
    return this.#roundBytes < this.#windowBytes ? readyAt : Math.max(readyAt, this.#roundBeganAt + this.#roundTripMs)
  }

  /** So many bytes leave now. */
  fill(bytes: number, at: number): void {
    if (at - this.#lastAt > this.#roundTripMs + FORGETS_AFTER_MS) this.#begin(FIRST_WINDOW_BYTES, at)
    else if (at >= this.#roundBeganAt + this.#roundTripMs) {
      const wasFull = this.#roundBytes >= this.#windowBytes
      this.#begin(wasFull ? Math.min(LONGEST_WINDOW_BYTES, this.#windowBytes * 2) : this.#windowBytes, at)
    }
    this.#roundBytes += bytes
    this.#lastAt = at
  }

  #begin(windowBytes: number, at: number): void {
    this.#windowBytes = windowBytes
    this.#roundBytes = 0
    this.#roundBeganAt = at
  }
}
