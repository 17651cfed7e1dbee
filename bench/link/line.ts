import type { Flow } from './flow.ts'

/** Two TCP segments: small enough that connections share the line fairly. */
const PIECE_BYTES = 2 * 1460

/**
 * One direction of the link, shared by all its flows in turn. Its time is virtual: a timer that comes late costs no bandwidth.
 */
export class Line {
  #flows: Flow[] = []
  #turn = 0
  /** When everything taken so far has been sent. */
  #freeAt = 0
  readonly #msPerByte: number
  readonly #halfRttMs: number

  constructor({ bitsPerSecond, halfRttMs }: { bitsPerSecond: number; halfRttMs: number }) {
    this.#msPerByte = 8_000 / bitsPerSecond
    this.#halfRttMs = halfRttMs
  }

  add(flow: Flow): void {
    this.#flows.push(flow)
  }

  remove(flow: Flow): void {
    this.#flows = this.#flows.filter((other) => other !== flow)
  }

  /** Sends what could have been sent until `now` and delivers what is due. @returns when to come back */
  advance(now: number): number {
    let comeBackAt = this.#send(now)
    for (const flow of this.#flows) comeBackAt = Math.min(comeBackAt, flow.deliver(now, this.#halfRttMs))
    return comeBackAt
  }

  #send(now: number): number {
    for (;;) {
      const readyFrom = Math.min(...this.#flows.map((flow) => flow.readyFrom()))
      // Idle time is lost (start when something is ready), lateness of this process is not (start when the line is free).
      const startAt = Math.max(this.#freeAt, readyFrom)
      if (startAt > now) return startAt
      const flow = this.#nextFlow(startAt)
      const piece = flow.take(PIECE_BYTES, startAt)
      this.#freeAt = startAt + piece.length * this.#msPerByte
      flow.travel(piece, this.#freeAt + this.#halfRttMs)
    }
  }

  #nextFlow(startAt: number): Flow {
    for (;;) {
      this.#turn = (this.#turn + 1) % this.#flows.length
      const flow = this.#flows[this.#turn]
      if (flow !== undefined && flow.readyFrom() <= startAt) return flow
    }
  }
}
