import { AppError, ERRORS } from '@photolift/contracts'
import { WechatFailure } from '@photolift/wechat-api'
import pRetry from 'p-retry'

export interface RetryOptions {
  signal: AbortSignal
  /** Hears of each failure after which another attempt follows. */
  onRetry?: (reason: string) => void
}

/**
 * Does something again, with growing pauses, while its failure is one that passes by itself.
 *
 * @throws what the last attempt threw; AppError CANCELLED once the signal is aborted
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  { signal, onRetry }: RetryOptions,
): Promise<Result> {
  try {
    return await pRetry(attempt, {
      retries: RETRIES,
      minTimeout: 500,
      maxTimeout: 8_000,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => !signal.aborted && passesByItself(error),
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (retriesLeft > 0 && !signal.aborted && passesByItself(error)) onRetry?.(error.message)
      },
    })
  } catch (error) {
    throw signal.aborted ? new AppError('CANCELLED', 'stopped', { cause: error }) : error
  }
}

const RETRIES = 5

function passesByItself(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  // A whole day's or minute's calls are used up: more of them make it worse.
  const wechatErrcode = error.cause instanceof WechatFailure ? error.cause.wechatErrcode : undefined
  if (wechatErrcode === 45009 || wechatErrcode === 45011) return false
  // INTERNAL is mostly a wrong key or right, which the next attempt has, too.
  return error.code !== 'INTERNAL' && ERRORS[error.code].retry === 'later'
}
