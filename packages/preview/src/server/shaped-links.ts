import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHOICES, type Conditions } from '../conditions.js'

export type LinkName = Conditions['network']

interface Rate {
  /** Bits per second. */
  readonly up: number
  readonly down: number
  /** Milliseconds from phone to server and back. */
  readonly roundTripMs: number
}

/** Networks as people meet them; Chromium's own presets for 3G, and a lift for `weak`. */
const RATES: Partial<Record<LinkName, Rate>> = {
  '4g': { up: 10e6, down: 30e6, roundTripMs: 60 },
  '3g': { up: 750e3, down: 1.6e6, roundTripMs: 150 },
  weak: { up: 128e3, down: 300e3, roundTripMs: 600 },
}

/** Bytes that pass at once. */
const PIECE = 16 * 1024

type OnSent = (bytes: number, isLast: boolean) => void

/** The links that the panel simulates. All transfers over one link share its rate. */
export class ShapedLinks {
  readonly #links = new Map<LinkName, ShapedLink>()

  /** The link of that name, or undefined where nothing is shaped. */
  get(name: LinkName): ShapedLink | undefined {
    const rate = CHOICES.network.includes(name) ? RATES[name] : undefined
    if (!rate) return undefined
    const link = this.#links.get(name) ?? new ShapedLink(rate)
    this.#links.set(name, link)
    return link
  }
}

class ShapedLink {
  readonly #rate: Rate
  readonly #freeAt = { up: 0, down: 0 }

  constructor(rate: Rate) {
    this.#rate = rate
  }

  uplink(onSent: OnSent | undefined): Transform {
    return this.#pipe('up', onSent)
  }

  downlink(): Transform {
    return this.#pipe('down', undefined)
  }

  #pipe(direction: 'up' | 'down', onSent: OnSent | undefined): Transform {
    const { roundTripMs } = this.#rate
    let isFirst = true
    const carry = (bytes: number) => this.#carry(direction, bytes)
    return new Transform({
      highWaterMark: PIECE,
      async transform(chunk: Buffer, _encoding, done) {
        if (isFirst) await sleep(roundTripMs / 2)
        isFirst = false
        for (let at = 0; at < chunk.length; at += PIECE) {
          const piece = chunk.subarray(at, at + PIECE)
          await carry(piece.length)
          onSent?.(piece.length, false)
          this.push(piece)
        }
        done()
      },
      flush(done) {
        onSent?.(0, true)
        done()
      },
    })
  }

  /** Waits until the link has carried these bytes after all that came before them. */
  async #carry(direction: 'up' | 'down', bytes: number): Promise<void> {
    const now = performance.now()
    const start = Math.max(now, this.#freeAt[direction])
    this.#freeAt[direction] = start + (bytes * 8_000) / this.#rate[direction]
    await sleep(this.#freeAt[direction] - now)
  }
}
