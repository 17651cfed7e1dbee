import { AppError, type ErrorCode } from '@photolift/contracts'
import type { Clock } from '../ports/clock.js'
import type { JsSdkCall } from './js-sdk.js'
import { toJsSdkError } from './js-sdk-error.js'

export interface AskOptions {
  clock: Clock
  /** How long WeChat may say nothing, in milliseconds. */
  withinMs: number
  /** What a failure without a known reason is. */
  otherwise: ErrorCode
  /** What silence is. */
  silent: ErrorCode
  /** Hears of an answer that came when nobody waited any more. */
  onLate?: () => void
}

/**
 * Makes one call of the JS-SDK into a promise that always settles: WeChat has been seen to call back neither way, and outside WeChat
 * nothing ever calls back.
 * @throws AppError CANCELLED where the person changed their mind
 */
export function askJsSdk<Answer>(options: AskOptions, call: (callbacks: JsSdkCall<Answer>) => void): Promise<Answer> {
  const { clock, withinMs, otherwise, silent, onLate } = options
  return new Promise((resolve, reject) => {
    let isOver = false
    const stopTimer = clock.schedule(withinMs, () => {
      isOver = true
      reject(new AppError(silent, `WeChat said nothing for ${withinMs} ms`))
    })
    const settle = (tell: () => void) => {
      if (isOver) return onLate?.()
      isOver = true
      stopTimer()
      tell()
    }
    const failed = (failure: object) => settle(() => reject(toJsSdkError(failure, otherwise)))
    try {
      call({ success: (answer) => settle(() => resolve(answer)), fail: failed, cancel: failed })
    } catch (error) {
      settle(() => reject(new AppError(otherwise, String(error), { cause: error })))
    }
  })
}
