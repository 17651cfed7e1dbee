import { lineRateMs, lowerBoundMs, measureUpload, type UploadPlan } from '@photolift/soak/speed'
import type { Benchmark } from '../benchmark.ts'
import { PHOTO_BYTES, PHOTO_COUNT } from '../upload/photo-files.ts'

const MBITS = [1, 2, 5, 10, 20, 50]
const ROUND_TRIPS_MS = [20, 40, 60, 100, 150, 300]

/** What the phone of the model takes to read a photo and its MD5, for a login beside its round trips, and the service for an answer. */
const PREPARE_MS = 2 + 2 + PHOTO_BYTES / 100_000
const LOGIN_CODE_MS = 40
const ANSWER_MS = 30

/** 20 photos from launch and pick to the last confirm, on the soak's line with slow start: virtual time, the same on every machine. */
export const simulatedUpload: Benchmark = {
  marks: [
    { name: 'makespan-20-60', unit: '×', target: { atMost: 1.04 } },
    { name: 'makespan-50-150', unit: '×', target: { atMost: 1.2 } },
    { name: 'makespan-grid', unit: '×', target: { atMost: 1.08 } },
    { name: 'requests-20', unit: 'requests', target: { atMost: 28 } },
    { name: 'first-byte', unit: 'ms', target: { atMost: 50 } },
  ],
  async run() {
    const near = planOf(20, 60)
    const far = planOf(50, 150)
    const nearRun = await measureUpload(near)
    const farRun = await measureUpload(far)
    return {
      'makespan-20-60': nearRun.makespanMs / lineRateMs(near),
      'makespan-50-150': farRun.makespanMs / lineRateMs(far),
      'makespan-grid': await worstOfGrid(),
      'requests-20': nearRun.requestCount,
      'first-byte': Math.max(
        nearRun.firstByteMs - waysToFirstByteMs(near.roundTripMs),
        farRun.firstByteMs - waysToFirstByteMs(far.roundTripMs),
      ),
    }
  },
}

async function worstOfGrid(): Promise<number> {
  let worst = 0
  for (const mbit of MBITS) {
    for (const roundTripMs of ROUND_TRIPS_MS) {
      const plan = planOf(mbit, roundTripMs)
      const { makespanMs } = await measureUpload(plan)
      worst = Math.max(worst, makespanMs / lowerBoundMs(plan))
    }
  }
  return worst
}

/** Login (connection and answer), the first photo's preparing, one round trip for its grant, the connection to the bucket. */
function waysToFirstByteMs(roundTripMs: number): number {
  return LOGIN_CODE_MS + 3 * roundTripMs + ANSWER_MS + PREPARE_MS + roundTripMs + 2 * roundTripMs
}

function planOf(mbit: number, roundTripMs: number): UploadPlan {
  return { photoBytes: Array<number>(PHOTO_COUNT).fill(PHOTO_BYTES), bytesPerSecond: mbit * 125_000, roundTripMs }
}
