import type { Clock } from '@photolift/platform'
import { changedPaths } from './changed-paths.js'

/** Four writes a second, whatever the number of photos: every `setData` crosses from the logic thread to the page's. */
const INTERVAL_MS = 250

export interface ViewWriter<View> {
  /**
   * Shows `view`: at once after a pause, else when the interval ends. The latest wins; what is shown already is not sent.
   * @param options `atOnce` for the answer to a tap, which does not wait for the interval
   */
  write(view: View, options?: { atOnce?: boolean }): void
  /** Writes nothing, but remembers: the page lies under another one, or the app in the background. */
  pause(): void
  /** The page can be seen again: shows what was written meanwhile. */
  resume(): void
  /** Nothing is written any more: the page is gone. */
  stop(): void
}

export interface ViewWriterOptions<View> {
  setData: (changes: Record<string, unknown>) => void
  clock: Clock
  /** What the page shows before the first write. */
  initial: View
  /** Between two writes; 250 unless given, for what follows a finger. */
  intervalMs?: number
}

/** Brings a page from one view to the next with few and small `setData` calls. */
export function createViewWriter<View extends object>(options: ViewWriterOptions<View>): ViewWriter<View> {
  const { setData, clock, intervalMs = INTERVAL_MS } = options
  let shown = options.initial
  let waiting: View | null = null
  let lastWriteAt = Number.NEGATIVE_INFINITY
  let cancelTimer: (() => void) | null = null
  let paused = false

  function flush(): void {
    cancelTimer = null
    if (waiting === null) return
    const changes = changedPaths(shown, waiting)
    shown = waiting
    waiting = null
    if (Object.keys(changes).length === 0) return
    lastWriteAt = clock.now()
    setData(changes)
  }

  function flushWhenDue(): void {
    if (paused || cancelTimer !== null) return
    const sinceLastMs = clock.now() - lastWriteAt
    // A device's clock can be set back; then the interval starts anew.
    if (sinceLastMs >= intervalMs || sinceLastMs < 0) flush()
    else cancelTimer = clock.schedule(intervalMs - sinceLastMs, flush)
  }

  function stopTimer(): void {
    cancelTimer?.()
    cancelTimer = null
  }

  return {
    write(view, { atOnce = false } = {}) {
      waiting = view
      if (!atOnce || paused) return flushWhenDue()
      stopTimer()
      flush()
    },
    pause() {
      paused = true
      stopTimer()
    },
    resume() {
      paused = false
      flushWhenDue()
    },
    stop() {
      stopTimer()
      waiting = null
    },
  }
}
