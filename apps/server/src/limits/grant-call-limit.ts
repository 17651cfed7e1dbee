import { AppError } from '@photolift/contracts'
import type { AccountRow } from '@photolift/database'
import { minuteOf, secondsToNextMinute } from './minute.js'

/**
 * Counts one authorize call on the account, whose row the call locks anyway: instances count together at no cost of their own.
 * @throws AppError RATE_LIMITED once the minute's calls are used up
 */
export function countGrantCall(
  account: Pick<AccountRow, 'grantMinute' | 'grantCalls'>,
  now: number,
  callsPerMinute: number,
): void {
  const minute = minuteOf(now)
  const calls = account.grantMinute === minute ? account.grantCalls : 0
  if (calls >= callsPerMinute)
    throw new AppError('RATE_LIMITED', `more than ${callsPerMinute} upload-grants calls a minute`, {
      retryAfterSeconds: secondsToNextMinute(now),
    })
  account.grantMinute = minute
  account.grantCalls = calls + 1
}
