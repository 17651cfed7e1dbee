import type { Clock } from '@photolift/platform'

/** Looks again whether something is due: soon after a change, or when time alone will have made it due. */
export interface Lookout {
  /** Once the present turn is over, so that photos which change together are seen together. */
  lookSoon(): void
  lookIn(ms: number): void
}

export function createLookout(clock: Clock, look: () => void): Lookout {
  let isSoon = false
  let stopTimer = (): void => {}

  function lookIn(ms: number): void {
    stopTimer()
    stopTimer = clock.schedule(ms, () => {
      isSoon = false
      look()
    })
  }

  return {
    lookIn,
    lookSoon() {
      if (isSoon) return
      isSoon = true
      lookIn(0)
    },
  }
}
