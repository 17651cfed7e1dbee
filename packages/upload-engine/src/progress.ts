/** All photos of the current batch together. */
export interface OverallProgress {
  readonly photoCount: number
  readonly readyCount: number
  /** Failed and refused. */
  readonly failedCount: number
  readonly byteLength: number
  /** Never falls, also while photos are added. */
  readonly bytesSent: number
  /** 0–100, floored; 99 until the last photo is confirmed. */
  readonly percent: number
  /** Mean of the last 5 s; null in the first 3 s, before 2 % are out, and while stalled. */
  readonly secondsLeft: number | null
}
