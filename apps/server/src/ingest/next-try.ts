import type { AppError } from '@photolift/contracts'

/**
 * Milliseconds until a try that came to no end is made again. One that was cut off because its instance stops goes on elsewhere at once;
 * one that took too long waits as any other, or the slowest would hold every lane of every instance.
 *
 * @param tries from 1
 * @param closing aborted once the instance stops
 */
export function pauseAfter({ code }: AppError, { tries, closing }: { tries: number; closing: AbortSignal }): number {
  return code === 'CANCELLED' && closing.aborted ? 0 : pauseMs(tries)
}

/** @param tries from 1 */
export function pauseMs(tries: number): number {
  const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length) - 1] as number
  // Half of it by chance, so that what failed together does not return together.
  return Math.round(pause * (0.5 + Math.random() / 2))
}

/** The first ones end within a request; the last is short against three days and long against WeChat's daily quota. */
const PAUSES_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000]
