import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { carriedMs } from '@photolift/soak/speed'
import { Flow } from './flow.ts'
import { Line } from './line.ts'
import { SlowStart } from './slow-start.ts'

describe('the link with slow start', () => {
  it.each([
    { mbit: 20, roundTripMs: 60, transferBytes: [3_000_000] },
    { mbit: 50, roundTripMs: 150, transferBytes: [3_000_000] },
    { mbit: 50, roundTripMs: 150, transferBytes: [200_000] },
    { mbit: 50, roundTripMs: 150, transferBytes: Array<number>(6).fill(3_000_000) },
    { mbit: 50, roundTripMs: 300, transferBytes: Array<number>(3).fill(1_000_000) },
  ])(
    'takes as long as the model, to a round trip: $mbit Mbit/s, $roundTripMs ms, $transferBytes.length transfers',
    async ({ mbit, roundTripMs, transferBytes }) => {
      const model = await carriedMs(transferBytes, { bytesPerSecond: mbit * 125_000, roundTripMs })

      const link = carry(transferBytes, { mbit, roundTripMs })

      // A window leaves here at once and there over its round trip, so this one may be ahead by what is left of the last round.
      expect(link).toBeGreaterThanOrEqual(model - roundTripMs)
      expect(link).toBeLessThanOrEqual(model + roundTripMs)
    },
  )

  it('has a window again of ten segments after a pause, and not after a short one', () => {
    const window = new SlowStart(100)
    for (const at of [0, 100, 200]) window.fill(14_600 * 2 ** (at / 100), at)

    expect(window.opensFor(210)).toBe(300)
    window.fill(2_920, 300)
    expect(window.opensFor(310)).toBe(310)

    window.fill(14_600, 601)
    expect(window.opensFor(610)).toBe(701)
  })

  it('does not widen a window that was not full', () => {
    const window = new SlowStart(100)
    window.fill(1_000, 0)
    window.fill(1_000, 100)
    window.fill(13_600, 110)

    expect(window.opensFor(120)).toBe(200)
  })
})

/** @returns when the last byte has entered the line, from the first one on */
function carry(transferBytes: readonly number[], { mbit, roundTripMs }: { mbit: number; roundTripMs: number }): number {
  const halfRttMs = roundTripMs / 2
  const line = new Line({ bitsPerSecond: mbit * 1e6, halfRttMs })
  let lastAt = 0
  let now = 0
  for (const byteLength of transferBytes) {
    const sink = {
      destroyed: false,
      write() {
        lastAt = now
      },
    }
    const flow = new Flow(neverPaused(), sink as unknown as Socket, 0, new SlowStart(roundTripMs))
    line.add(flow)
    flow.push(Buffer.alloc(byteLength), 0)
  }
  for (let next = line.advance(now); Number.isFinite(next); next = line.advance(now)) now = next
  return lastAt - halfRttMs
}

function neverPaused(): Socket {
  return Object.assign(new EventEmitter(), { pause() {}, resume() {}, isPaused: () => false }) as unknown as Socket
}
