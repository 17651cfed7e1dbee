import { type CancelSignal, type Clock, watchCall } from '@photolift/platform'
import type { TransferPace } from './transfer-pace.js'

/** Keeps an eye on calls that carry bytes of a photo, so that none is waited for that is dead, and none is cut that is not. */
export interface TransferWatch {
  /** @throws AppError NETWORK_TIMEOUT where it was cut; CANCELLED; whatever `send` rejects with */
  run<T>(transfer: WatchedTransfer, send: (call: TransferCall) => Promise<T>): Promise<T>
}

export interface WatchedTransfer {
  /** Bytes of the photo, or of the part of it, that the call carries. */
  byteLength: number
  /** The how-manieth try of these bytes, from 1: each is given more time than the one before. */
  tryNumber: number
  signal: CancelSignal
  /** Whether the platform may tell how far the call is: of a form it may, of a part never. */
  tellsProgress: boolean
}

/** What the call is to be made with. */
export interface TransferCall {
  readonly signal: CancelSignal
  /** The platform's own limit. */
  readonly timeoutMs: number
  /** Where the platform tells how far it is. Parts that are sent by `HttpStack.send` never do. */
  onProgress(bytesSent: number): void
}

/** A stall is shown after 8 s (`task-entry.ts`), and ended after twice that; in later tries, which may be slow ones, later. */
const STALL_MS = 16_000
const LATER_STALL_MS = 24_000

/** Nothing that has told no progress at all is cut before: many platforms tell none, or tell it late. */
const SHORTEST_SILENCE_MS = 20_000

/**
 * Where this platform has told how far transfers are, or where a call should be through, one that says nothing is dead much sooner: a
 * stall is shown after 8 s, and within 20 s more something has to change.
 */
const LONGEST_CLEAR_SILENCE_MS = 27_000

/** A transfer may be so many times slower than the last ones before it counts as dead. */
const SLACK = 3

/** In its first tries a call that would be through by then, with half as much again to spare, is waited for no longer. */
const SHORT_SLACK = 1.5
const FIRST_TRIES = 2

const SHORTEST_TIMEOUT_MS = 60_000
const LONGEST_TIMEOUT_MS = 600_000

/** The platform's limit goes first. */
const GRACE_MS = 5_000

export function createTransferWatch({ clock, pace }: { clock: Clock; pace: TransferPace }): TransferWatch {
  let hasToldProgress = false

  return {
    async run({ byteLength, tryNumber, signal, tellsProgress }, send) {
      const startedAt = clock.now()
      const timeoutMs = Math.round(Math.min(LONGEST_TIMEOUT_MS, SHORTEST_TIMEOUT_MS + toleranceMs()))
      const longestMs = timeoutMs + GRACE_MS
      const stallMs = tryNumber === 1 ? STALL_MS : LATER_STALL_MS
      const stops: (() => void)[] = []
      let bytesOut = 0
      let isTimeUp = false

      function toleranceMs(): number {
        return SLACK * pace.expectMs(byteLength) * 2 ** (tryNumber - 1)
      }

      /** From the call's beginning, for as long as it does not tell how far it is. */
      function silenceMs(): number {
        const isThrough =
          tryNumber <= FIRST_TRIES && SHORT_SLACK * pace.expectMs(byteLength) <= LONGEST_CLEAR_SILENCE_MS
        const isClear = isThrough || (tellsProgress && hasToldProgress)
        const most = isClear ? LONGEST_CLEAR_SILENCE_MS : longestMs
        return Math.min(Math.max(SHORTEST_SILENCE_MS, toleranceMs()), most)
      }

      const after = (ms: number, then: () => void): void => void stops.push(clock.schedule(ms, then))
      const leftMs = (): number => Math.max(0, silenceMs() - (clock.now() - startedAt))

      try {
        const result = await watchCall({ clock, withinMs: silenceMs(), signal }, (watched) => {
          // Others may have shown meanwhile that the line is faster than it was.
          after(SHORTEST_SILENCE_MS, () => {
            if (bytesOut === 0) watched.allow(silenceMs() - SHORTEST_SILENCE_MS)
          })
          // By a timer, which runs true where the clock is set ahead meanwhile.
          after(longestMs, () => {
            isTimeUp = true
            watched.allow(0)
          })
          return send({
            signal: watched.signal,
            timeoutMs,
            onProgress(bytesSent) {
              if (bytesSent <= bytesOut || isTimeUp) return
              const isFirst = bytesOut === 0
              bytesOut = bytesSent
              // Some platforms tell all bytes at once, long before they are out.
              const isAllOut = bytesSent >= byteLength
              hasToldProgress ||= !isAllOut
              watched.allow(isAllOut ? Math.max(stallMs, leftMs()) : stallMs)
              if (isAllOut && isFirst) after(stallMs, () => watched.allow(leftMs()))
            },
          })
        })
        const tookMs = clock.now() - startedAt
        // Where it seems to have taken longer than it could, the phone's clock was set.
        if (tookMs <= longestMs) pace.measure(byteLength, tookMs)
        return result
      } finally {
        for (const stop of stops) stop()
      }
    },
  }
}
