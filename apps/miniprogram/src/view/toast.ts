import type { Clock } from '@photolift/platform'

/** How long a toast stays. */
const STAY_MS = 2_000

/** A few words about what has just been done, which go away by themselves. */
export interface Toast {
  /** Empty while there is nothing to say. */
  text(): string
  show(text: string): void
  stop(): void
}

export function createToast(clock: Clock, onChange: () => void): Toast {
  let shown = ''
  let cancelTimer = (): void => {}

  return {
    text: () => shown,
    show(text) {
      cancelTimer()
      shown = text
      cancelTimer = clock.schedule(STAY_MS, () => {
        shown = ''
        onChange()
      })
      onChange()
    },
    stop: () => cancelTimer(),
  }
}
