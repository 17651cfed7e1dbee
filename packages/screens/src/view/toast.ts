import type { Clock } from '@photolift/platform'

/** How long a toast stays. */
const STAY_MS = 2_000

export interface ToastView {
  /** Empty while there is nothing to say. */
  text: string
  /** What was asked for has been done, all of it. */
  done: boolean
}

export const NO_TOAST: ToastView = { text: '', done: false }

/** A few words about what has just happened, which go away by themselves. */
export interface Toast {
  view(): ToastView
  show(toast: ToastView): void
  stop(): void
}

export function createToast(clock: Clock, onChange: () => void): Toast {
  let shown = NO_TOAST
  let cancelTimer = (): void => {}

  return {
    view: () => shown,
    show(toast) {
      cancelTimer()
      shown = toast
      cancelTimer = clock.schedule(STAY_MS, () => {
        shown = NO_TOAST
        onChange()
      })
      onChange()
    },
    stop: () => cancelTimer(),
  }
}
