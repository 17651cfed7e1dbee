/** What a line can do. */
export interface ShapedLine {
  readonly bitsPerSecond: number
  readonly rttMs: number
  /** @see ShapedLinkOptions */
  readonly slowStart?: boolean
}

/** A mobile network's line. */
export const LINE: ShapedLine = { bitsPerSecond: 20e6, rttMs: 60 }

/** What so many bytes alone take on it. Every makespan is a ratio to this. */
export function lineRateMs(byteLength: number, { bitsPerSecond }: ShapedLine = LINE): number {
  return (byteLength * 8 * 1_000) / bitsPerSecond
}
