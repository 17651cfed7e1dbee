import type { ObservedCall } from './phone.ts'

/** Instants in milliseconds since 1970. */
export interface Journey {
  login: Pick<ObservedCall, 'startedAt' | 'endedAt'>
  pickedAt: number
  /** When the last confirm had its answer. */
  confirmedAt: number
}

/**
 * From the login's start to the last confirm's answer, in milliseconds, without the time in which nothing was asked of the app: between
 * the login's answer and the pick. Where the pick came first there is none, and no part of the login counts twice.
 */
export function makespanOf({ login, pickedAt, confirmedAt }: Journey): number {
  return confirmedAt - login.startedAt - Math.max(0, pickedAt - login.endedAt)
}
