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
 * Where this platform has told how far transfers are, one of which it tells nothing is dead much sooner: a stall is shown after 8 s, and within
 * 20 s more something has to change.
 */
const LONGEST_TOLD_SILENCE_MS = 27_000

/** A transfer may be so many times slower than the last ones before it counts as dead. */
const SLACK = 3

const SHORTEST_TIMEOUT_MS = 60_000
const LONGEST_TIMEOUT_MS = 600_000

/** The platform's limit goes first. */
const GRACE_MS = 5_000

export function createTransferWatch({ clock, pace }: { clock: Clock; pace: TransferPace }): TransferWatch {
  let hasToldProgress = false

  return {
    async run({ byteLength, tryNumber, signal, tellsProgress }, send) {
      const startedAt = clock.now()
      const tolerance = SLACK * pace.expectMs(byteLength) * 2 ** (tryNumber - 1)
      const timeoutMs = Math.round(Math.min(LONGEST_TIMEOUT_MS, SHORTEST_TIMEOUT_MS + tolerance))
      const longestSilenceMs = tellsProgress && hasToldProgress ? LONGEST_TOLD_SILENCE_MS : timeoutMs + GRACE_MS
      const silenceMs = Math.min(Math.max(SHORTEST_SILENCE_MS, tolerance), longestSilenceMs)
      const stallMs = tryNumber === 1 ? STALL_MS : LATER_STALL_MS
      let bytesOut = 0

      const result = await watchCall({ clock, withinMs: silenceMs, signal }, (watched) =>
        send({
          signal: watched.signal,
          timeoutMs,
          onProgress(bytesSent) {
            if (bytesSent <= bytesOut) return
            bytesOut = bytesSent
            const goneMs = clock.now() - startedAt
            // Some platforms tell all bytes at once, long before they are out.
            const isAllOut = bytesSent >= byteLength
            hasToldProgress ||= !isAllOut
            const moreMs = isAllOut ? Math.max(stallMs, silenceMs - goneMs) : stallMs
            watched.allow(Math.min(moreMs, timeoutMs + GRACE_MS - goneMs))
          },
        }),
      )
      pace.measure(byteLength, clock.now() - startedAt)
      return result
    },
  }
}
