import type { Clock } from '@photolift/platform'

/** A finger that rests this long lifts a tile; one that has moved before scrolls the page. */
const LONG_PRESS_MS = 350
/** Closer than this to where it began, a pointer stands still. */
const SLACK_PX = 6

type Pointer = Pick<PointerEvent, 'pointerId' | 'pointerType' | 'buttons' | 'pageX' | 'pageY'>

export interface TilePress {
  taskId: string
  /** The tile's place, from 0. */
  from: number
  pointer: Pointer
}

export interface TileDragDeps {
  clock: Clock
  onLift: (press: TilePress) => void
  onMove: (taskId: string, pointer: Pointer) => void
  onDrop: () => void
}

/** One pointer that presses a tile, perhaps lifts it, carries it and lets it go. What others do meanwhile is not looked at. */
export interface TileDrag {
  press(press: TilePress): void
  move(pointer: Pointer): void
  /** @param pointer that has let go; whichever it is, by default */
  release(pointer?: Pointer): void
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

  function release(pointer = pressed?.pointer): void {
    if (pointer?.pointerId !== pressed?.pointer.pointerId) return
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
      // A mouse lifts by moving: it scrolls in other ways.
      if (!isMouse(press.pointer)) stopWaiting = clock.schedule(LONG_PRESS_MS, () => lift(press))
    },
    move(pointer) {
      if (pressed === null || pointer.pointerId !== pressed.pointer.pointerId) return
      // It has let go where nobody was told, outside the tiles or the window.
      if (pointer.buttons === 0) return release()
      if (!isCarrying) {
        const { pageX, pageY } = pressed.pointer
        if (Math.hypot(pointer.pageX - pageX, pointer.pageY - pageY) < SLACK_PX) return
        if (!isMouse(pointer)) return release()
        lift(pressed)
      }
      onMove(pressed.taskId, pointer)
    },
    release,
    isCarrying: () => isCarrying,
  }
}

function isMouse({ pointerType }: Pointer): boolean {
  return pointerType === 'mouse'
}
