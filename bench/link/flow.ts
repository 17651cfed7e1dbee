import type { Socket } from 'node:net'
import type { SlowStart } from './slow-start.ts'

/** Bytes held for one connection before its source is paused. */
const READ_AHEAD_BYTES = 256 * 1024

/** One direction of one connection: what waits for the line, and what is on its way. */
export class Flow {
  #queue: Buffer[] = []
  #queuedBytes = 0
  #queuedSince = 0
  #onTheWay: { dueAt: number; chunk: Buffer | 'end' }[] = []
  #lastDueAt = 0
  #sourceEnded = false

  readonly source: Socket
  readonly sink: Socket
  /** Instant (`performance.now()`) before which nothing may enter the line: the handshake. */
  readonly opensAt: number
  readonly #window: SlowStart | undefined

  /** @param window undefined where the flow has none: then the line alone holds it back */
  constructor(source: Socket, sink: Socket, opensAt: number, window?: SlowStart) {
    this.source = source
    this.sink = sink
    this.opensAt = opensAt
    this.#window = window
  }

  push(chunk: Buffer, now: number): void {
    if (this.#queuedBytes === 0) this.#queuedSince = now
    this.#queue.push(chunk)
    this.#queuedBytes += chunk.length
    if (this.#queuedBytes >= READ_AHEAD_BYTES) this.source.pause()
  }

  endSource(): void {
    this.#sourceEnded = true
  }

  /** From when on the next piece may enter the line; Infinity where none waits. */
  readyFrom(): number {
    if (this.#queuedBytes === 0) return Number.POSITIVE_INFINITY
    const readyAt = Math.max(this.opensAt, this.#queuedSince)
    return this.#window?.opensFor(readyAt) ?? readyAt
  }

  take(maxBytes: number, at: number): Buffer {
    const head = this.#queue[0] ?? Buffer.alloc(0)
    const piece = head.subarray(0, maxBytes)
    if (head.length <= maxBytes) this.#queue.shift()
    else this.#queue[0] = head.subarray(maxBytes)
    this.#queuedBytes -= piece.length
    this.#window?.fill(piece.length, at)
    if (this.#queuedBytes < READ_AHEAD_BYTES && this.source.isPaused()) this.source.resume()
    return piece
  }

  travel(chunk: Buffer, dueAt: number): void {
    this.#lastDueAt = Math.max(this.#lastDueAt, dueAt)
    this.#onTheWay.push({ dueAt: this.#lastDueAt, chunk })
  }

  /** Hands over what is due. @returns when the next chunk is due, Infinity where none is on its way */
  deliver(now: number, halfRttMs: number): number {
    if (this.#sourceEnded && this.#queuedBytes === 0) {
      this.#sourceEnded = false
      this.#lastDueAt = Math.max(this.#lastDueAt, now + halfRttMs)
      this.#onTheWay.push({ dueAt: this.#lastDueAt, chunk: 'end' })
    }
    for (let next = this.#onTheWay[0]; next !== undefined; next = this.#onTheWay[0]) {
      if (next.dueAt > now) return next.dueAt
      this.#onTheWay.shift()
      if (this.sink.destroyed) continue
      if (next.chunk === 'end') this.sink.end()
      else this.sink.write(next.chunk)
    }
    return Number.POSITIVE_INFINITY
  }
}
