import type { SpeedMeter } from './speed-meter.js'
import type { TaskEntry } from './task-entry.js'

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

export interface Batch {
  entries: readonly TaskEntry[]
  /** Bytes of photos that were taken out after they were sent, wholly or in part. */
  settledBytes: number
  /** The highest percent shown so far; what was said is not taken back when photos are added. */
  shownPercent: number
  speed: SpeedMeter
}

export function overallProgress({ entries, settledBytes, shownPercent, speed }: Batch, now: number): OverallProgress {
  const readyCount = entries.filter(({ state }) => state === 'ready').length
  const failedCount = entries.filter(({ state }) => state === 'failed' || state === 'refused').length
  const byteLength = settledBytes + sum(entries.map(bytesToSend))
  const bytesSent = settledBytes + sum(entries.map(bytesOut))
  const allStored = entries.length > 0 && readyCount === entries.length
  const sentPercent = byteLength === 0 ? 0 : Math.floor((100 * bytesSent) / byteLength)
  const percent = allStored ? 100 : Math.max(shownPercent, Math.min(99, sentPercent))
  return {
    photoCount: entries.length,
    readyCount,
    failedCount,
    byteLength,
    bytesSent,
    percent,
    secondsLeft: secondsLeft({ entries, bytesLeft: byteLength - bytesSent, sentPercent, speed, now }),
  }
}

/** A refused photo will never be sent; a failed one may be. */
function bytesToSend(entry: TaskEntry): number {
  return entry.state === 'refused' ? entry.bytesSent : entry.byteLength
}

/** A photo that the service had already counts as sent. */
export function bytesOut(entry: TaskEntry): number {
  return entry.state === 'ready' ? entry.byteLength : entry.bytesSent
}

interface Remaining {
  entries: readonly TaskEntry[]
  bytesLeft: number
  sentPercent: number
  speed: SpeedMeter
  now: number
}

const FIRST_ESTIMATE_AFTER_MS = 3_000
const FIRST_ESTIMATE_AFTER_PERCENT = 2

function secondsLeft({ entries, bytesLeft, sentPercent, speed, now }: Remaining): number | null {
  const uploading = entries.filter(({ state }) => state === 'uploading')
  const isStalled = uploading.every((entry) => entry.isStalled(now))
  if (isStalled || speed.elapsedMs(now) < FIRST_ESTIMATE_AFTER_MS || sentPercent < FIRST_ESTIMATE_AFTER_PERCENT)
    return null
  const bytesPerSecond = speed.bytesPerSecond(now)
  return bytesPerSecond === 0 ? null : Math.ceil(bytesLeft / bytesPerSecond)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
