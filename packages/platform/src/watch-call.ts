import { AppError } from '@photolift/contracts'
import { type CancelSignal, createCancelSource } from './ports/cancel-signal.js'
import type { Clock } from './ports/clock.js'

export interface WatchOptions {
  clock: Clock
  /** How long nothing may be heard, in milliseconds. */
  withinMs: number
  /** The caller's own; default: the caller never gives up. */
  signal?: CancelSignal
}

export interface WatchedCall {
  /** Cancelled when the caller gives up or time is up. */
  readonly signal: CancelSignal
  /** The call gave a sign of life: from now on it has this long. */
  allow(withinMs: number): void
}

/**
 * Runs a call to the platform under a limit of our own, beyond the platform's. Phones have been seen to call back neither
 * way, not even after an abort; what comes later than the limit, or twice, changes nothing.
 *
 * @throws AppError NETWORK_TIMEOUT when time is up; CANCELLED at once when the caller gives up, and only then: an abort that
 *   the caller did not ask for is NETWORK_INTERRUPTED; otherwise whatever the call rejects with
 */
export function watchCall<T>(options: WatchOptions, call: (watched: WatchedCall) => Promise<T>): Promise<T> {
  const { clock, withinMs, signal } = options
  return new Promise((resolve, reject) => {
    const source = createCancelSource()
    let stopTimer = (): void => {}
    let stopListening: (() => void) | undefined
    let isOver = false

    function settle(tell: () => void): void {
      if (isOver) return
      isOver = true
      stopTimer()
      stopListening?.()
      tell()
    }

    function giveUp(error: AppError): void {
      settle(() => reject(error))
      source.cancel()
    }

    function allow(ms: number): void {
      if (isOver) return
      stopTimer()
      stopTimer = clock.schedule(ms, () => giveUp(new AppError('NETWORK_TIMEOUT', `nothing was heard for ${ms} ms`)))
    }

    stopListening = signal?.onCancel(() => giveUp(new AppError('CANCELLED', 'the caller gave up')))
    if (isOver) return
    allow(withinMs)
    const underWay = (async () => call({ signal: source.signal, allow }))()
    underWay.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(isAbort(error) ? unasked(error) : error)),
    )
  })
}

function isAbort(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'CANCELLED'
}

function unasked(error: AppError): AppError {
  return new AppError('NETWORK_INTERRUPTED', 'ended by somebody else', { cause: error })
}
