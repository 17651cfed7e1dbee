import type { Clock } from '@photolift/platform'

/** A finger that rests this long lifts a tile; one that has moved before scrolls the page. */
const LONG_PRESS_MS = 350
/** Closer than this to where it began, a pointer stands still. */
const SLACK_PX = 6

export interface TilePress {
  taskId: string
  pointerId: number
  /** A mouse lifts by moving: it scrolls in other ways. */
  isMouse: boolean
  x: number
  y: number
}

export interface TileDragDeps {
  clock: Clock
  onLift: (press: TilePress) => void
  onMove: (x: number, y: number) => void
  onDrop: () => void
}

/** One pointer that presses a tile, perhaps lifts it, carries it and lets it go. */
export interface TileDrag {
  press(press: TilePress): void
  move(x: number, y: number): void
  release(): void
  isCarrying(): boolean
}

export function createTileDrag({ clock, onLift, onMove, onDrop }: TileDragDeps): TileDrag {
  let pressed: TilePress | null = null
  let isCarrying = false
  let stopWaiting = () => {}

  function lift(press: TilePress): void {
    isCarrying = true
    onLift(press)
  }

  function release(): void {
    stopWaiting()
    pressed = null
    if (!isCarrying) return
    isCarrying = false
    onDrop()
  }

  return {
    press(press) {
      release()
      pressed = press
      if (!press.isMouse) stopWaiting = clock.schedule(LONG_PRESS_MS, () => lift(press))
    },
    move(x, y) {
      if (pressed === null) return
      if (!isCarrying) {
        if (Math.hypot(x - pressed.x, y - pressed.y) < SLACK_PX) return
        if (!pressed.isMouse) return release()
        lift(pressed)
      }
      onMove(x, y)
    },
    release,
    isCarrying: () => isCarrying,
  }
}
