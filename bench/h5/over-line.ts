import { LINE, lineRateMs } from '../link/shaped-line.ts'
import type { ObservedCall } from '../upload/phone.ts'

export interface Observed {
  calls: readonly Pick<ObservedCall, 'path' | 'startedAt' | 'endedAt'>[]
  makespanMs: number
  /** Of the photos. */
  byteLength: number
}

/**
 * The page's addresses are those of service and bucket themselves; only the browser's detours lead over the line.
 *
 * @throws Error when something was faster than the line can be
 */
export function assertOverLine({ calls, makespanMs, byteLength }: Observed): void {
  const direct = calls.find(({ startedAt, endedAt }) => endedAt - startedAt < LINE.rttMs)
  if (direct !== undefined) throw new Error(`${direct.path} was answered within a round trip, so not over the line.`)
  if (makespanMs < lineRateMs(byteLength)) throw new Error('The photos were faster than the line, so not on it.')
}
