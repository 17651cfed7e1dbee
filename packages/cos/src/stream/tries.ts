import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@photolift/contracts'
import { toCancelled } from './stream-failure.js'

/**
 * Runs an attempt again, after a pause, where the storage was unavailable; every other failure is final.
 *
 * @param attempt sends its request anew each time
 */
export async function severalTries<Result>(attempt: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'STORAGE_UNAVAILABLE')) throw error
    }
    // Half of it by chance, so that transfers that failed together do not return together.
    await pause(pauseMs * (0.5 + Math.random() / 2), undefined, { ...(signal && { signal }) }).catch(() => {
      throw toCancelled()
    })
  }
  return attempt()
}

const PAUSES_MS = [200, 600]
