import type { UploadPlan } from './measure-upload.ts'

/** As many as an app may have under way at once, when it leaves calls to others. */
const TRANSFERS = 6

const FIRST_WINDOW_BYTES = 10 * 1460

/** What the hosts and the phone of the model take for their own work. */
const WECHAT_LOGIN_MS = 40
const SERVICE_MS = 30
const BUCKET_MS = 15

/** What the line alone would need. */
export function lineRateMs({ photoBytes, bytesPerSecond }: UploadPlan): number {
  return (sum(photoBytes) * 1_000) / bytesPerSecond
}

/**
 * No app can be faster: log in, ask for grants, connect six times to the bucket and never leave the line idle from then on,
 * except where slow start does; the last answer; one confirm. Preparing costs nothing.
 */
export function lowerBoundMs(plan: UploadPlan): number {
  const { roundTripMs } = plan
  const connectMs = 2 * roundTripMs
  const loginMs = WECHAT_LOGIN_MS + connectMs + roundTripMs + SERVICE_MS
  const authorizeMs = roundTripMs + SERVICE_MS
  const answerMs = roundTripMs + BUCKET_MS
  const confirmMs = roundTripMs + SERVICE_MS
  return loginMs + authorizeMs + connectMs + fillingMs(plan) + answerMs + confirmMs
}

/** From the first byte to the last, when all transfers begin together and each window doubles until they fill the line. */
function fillingMs({ photoBytes, bytesPerSecond, roundTripMs }: UploadPlan): number {
  let leftBytes = sum(photoBytes)
  let elapsedMs = 0
  for (let windows = TRANSFERS * FIRST_WINDOW_BYTES; leftBytes > 0; windows *= 2) {
    const isFull = windows / roundTripMs >= bytesPerSecond / 1_000
    if (isFull || windows >= leftBytes) {
      const bytesPerMs = Math.min(bytesPerSecond / 1_000, windows / roundTripMs)
      return elapsedMs + leftBytes / bytesPerMs
    }
    leftBytes -= windows
    elapsedMs += roundTripMs
  }
  return elapsedMs
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
