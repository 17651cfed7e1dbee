import { AppError } from '@photolift/contracts'
import type { AccountRow } from '@photolift/database'
import { minuteOf, secondsToNextMinute } from './minute.js'

/**
 * Counts one authorize call, or the media ids of an ingest call, on the account, whose row the call locks anyway: instances count together
 * at no cost of their own.
 *
 * @param count the last call may go over the limit, so that none is too large for it
 * @throws AppError RATE_LIMITED once the minute's calls are used up
 */
export function countGrantCall(
  account: Pick<AccountRow, 'grantMinute' | 'grantCalls'>,
  now: number,
  callsPerMinute: number,
  count = 1,
): void {
  const minute = minuteOf(now)
  const calls = account.grantMinute === minute ? account.grantCalls : 0
  if (calls >= callsPerMinute)
    throw new AppError('RATE_LIMITED', `more than ${callsPerMinute} upload-grants calls and media ids a minute`, {
      retryAfterSeconds: secondsToNextMinute(now),
    })
  account.grantMinute = minute
  account.grantCalls = calls + count
}
