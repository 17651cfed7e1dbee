import type { Clock } from '@photolift/platform'

/** While the person scrolls, the wall is measured at most this often. */
const INTERVAL_MS = 200

/** How far beyond the window, in windows, pictures are kept and the next page is asked for. */
const REACH = 2

/** Where blocks and the end of the wall stand, in px from the top of the window. */
export interface WallMeasure {
  blocks: ReadonlyArray<{ blockId: string; top: number; bottom: number }>
  /** undefined while there is no wall. */
  footTop: number | undefined
}

/** What of the wall is within two windows of what is seen. */
export interface WallReach {
  blockIds: ReadonlySet<string>
  foot: boolean
}

export function wallReach({ blocks, footTop }: WallMeasure, windowHeight: number): WallReach {
  const from = -REACH * windowHeight
  const to = (1 + REACH) * windowHeight
  const near = blocks.filter(({ top, bottom }) => bottom >= from && top <= to)
  return {
    blockIds: new Set(near.map(({ blockId }) => blockId)),
    foot: footTop !== undefined && footTop <= to,
  }
}

export interface WallWatch {
  /** The wall is shown differently. */
  changed(): void
  scrolled(): void
  stop(): void
}

/**
 * Keeps an eye on what is near the window. It measures rather than uses an IntersectionObserver, whose first call differs
 * between WeChat's documents and its published component framework (glass-easel 0.12).
 */
export function createWallWatch(options: {
  clock: Clock
  measure: () => Promise<WallMeasure>
  windowHeight: () => number
  onReach: (reach: WallReach) => void
}): WallWatch {
  const { clock, measure, windowHeight, onReach } = options
  let cancelTimer: (() => void) | undefined
  let stopped = false

  async function look(): Promise<void> {
    const wall = await measure()
    if (!stopped) onReach(wallReach(wall, windowHeight()))
  }

  return {
    changed: () => void look(),
    scrolled() {
      cancelTimer ??= clock.schedule(INTERVAL_MS, () => {
        cancelTimer = undefined
        void look()
      })
    },
    stop() {
      stopped = true
      cancelTimer?.()
    },
  }
}
