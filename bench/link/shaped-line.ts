/** A mobile network's line. */
export const LINE = { bitsPerSecond: 20e6, rttMs: 60 }

/** What so many bytes alone take on it. Every makespan is a ratio to this. */
export function lineRateMs(byteLength: number): number {
  return (byteLength * 8 * 1_000) / LINE.bitsPerSecond
}
