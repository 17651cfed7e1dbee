import type { UploadText } from './upload.js'

/** How long a larger value must hold before it is shown: a short dip of the line is no news. */
const HOLD_MS = 3_000

/** The shown remaining time: steps of 10 s, of whole minutes from 1, of 5 minutes from 10; grows only after 3 s. */
export interface RemainingTime {
  /**
   * @param secondsLeft the estimate; null while there is none
   * @param now milliseconds on any clock that goes forward
   */
  update(secondsLeft: number | null, now: number): string
}

export function createRemainingTime(text: UploadText['timeLeft']): RemainingTime {
  let shown: number | null = null
  let largerSince: number | null = null

  return {
    update(secondsLeft, now) {
      const next = secondsLeft === null ? null : roundUp(secondsLeft)
      if (next === null || shown === null || next <= shown) {
        shown = next
        largerSince = null
      } else {
        largerSince ??= now
        if (now - largerSince >= HOLD_MS) {
          shown = next
          largerSince = null
        }
      }
      return describe(shown, text)
    },
  }
}

/** Seconds, on the step that is shown. */
function roundUp(seconds: number): number {
  if (seconds < 10) return 0
  if (seconds <= 50) return Math.ceil(seconds / 10) * 10
  const minutes = Math.ceil(seconds / 60)
  return (minutes < 10 ? minutes : Math.ceil(minutes / 5) * 5) * 60
}

function describe(seconds: number | null, text: UploadText['timeLeft']): string {
  if (seconds === null) return text.estimating
  if (seconds === 0) return text.underTenSeconds
  return seconds < 60 ? text.seconds(seconds) : text.minutes(seconds / 60)
}
