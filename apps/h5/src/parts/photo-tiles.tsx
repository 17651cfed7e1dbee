import type { Clock } from '@photolift/platform'
import { placeAt, type TileGrid, type TileView, toTileGrid, type UploadScreen } from '@photolift/screens/upload'
import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { placeByStep } from '../arrange/place-by-step.js'
import { createTileDrag, type TileDrag } from '../arrange/tile-drag.js'
import { language } from '../language.js'
import { PAGE_TEXT } from '../text.js'
import { arrowStep } from './arrow-keys.js'
import { PhotoTile } from './photo-tile.js'

const words = PAGE_TEXT[language].arrange

interface PhotoTilesProps {
  tiles: readonly TileView[]
  /** Held photos are put in order: by mouse, by a finger that has rested on one, or by keys. */
  arranging: boolean
  screen: UploadScreen
  clock: Clock
}

/** The tile that is moved, or has just been. */
interface Hand {
  taskId: string
  /** Where it was lifted; undefined once it is down. */
  from?: number
  /** What is said before its place; undefined for a pointer, which is seen. */
  words?: string
}

const EMPTY_HAND: Hand = { taskId: '' }

/** All photos on their way. */
export function PhotoTiles({ tiles, arranging, screen, clock }: PhotoTilesProps) {
  const box = useRef<HTMLDivElement>(null)
  const drag = useRef<TileDrag | null>(null)
  /** Until the next press: a mouse that has carried a tile may click when it lets go, and a finger does not. */
  const swallowsClick = useRef(false)
  const [hand, setHand] = useState(EMPTY_HAND)

  const placeOf = (taskId: string) => tiles.findIndex((tile) => tile.taskId === taskId)
  const { taskId: movedId, from, words: said } = hand
  // As it is now, and not as somebody wanted it.
  const place = placeOf(movedId)

  useEffect(() => {
    setHand(EMPTY_HAND)
    swallowsClick.current = false
    if (!arranging) return
    let grid: TileGrid | null = null
    const created = createTileDrag({
      clock,
      onLift: (press) => {
        // Before the tile is lifted, which makes it larger.
        grid = measure(box.current)
        swallowsClick.current = true
        box.current?.setPointerCapture(press.pointer.pointerId)
        setHand(press)
      },
      onMove: (taskId, { pageX, pageY }) => {
        if (grid !== null) screen.moveToTile(taskId, placeAt(grid, pageX, pageY))
      },
      onDrop: () => setHand(EMPTY_HAND),
    })
    drag.current = created
    return () => created.release()
  }, [arranging, screen, clock])
  useLayoutEffect(() => {
    // An element that has changed its place has lost the focus, and the next key must find it.
    box.current?.querySelector<HTMLElement>('.tile--lifted .tile__face')?.focus()
  }, [tiles, hand])

  const putDown = (to: number) => {
    drag.current?.release()
    screen.moveToTile(movedId, to)
    setHand({ taskId: movedId, words: `${words.putDown} · ` })
  }
  const open = ({ taskId, held }: TileView, event: MouseEvent) => {
    // A click without a pointer is a key's, or a screen reader's.
    const isByKey = event.detail === 0
    if (swallowsClick.current && !isByKey) return
    if (!arranging || !held || !isByKey) screen.tapTile(taskId)
    else if (from === undefined) setHand({ taskId, from: placeOf(taskId), words: `${words.lifted} · ` })
    else putDown(placeOf(taskId))
  }

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (from === undefined) return
    if (event.key === 'Escape') return putDown(from)
    const step = arrowStep(event, measure(box.current)?.columns)
    if (step === undefined) return
    event.preventDefault()
    screen.moveToTile(movedId, placeByStep(step, place, tiles))
    setHand({ ...hand, words: '' })
  }
  const onPointerDown = (event: TargetedPointerEvent<HTMLElement>) => {
    swallowsClick.current = false
    const taskId = (event.target as Element).closest('.tile__face')?.parentElement?.getAttribute('data-task-id') ?? ''
    const pressed = placeOf(taskId)
    if (event.isPrimary && event.button === 0 && tiles[pressed]?.held === true)
      drag.current?.press({ taskId, from: pressed, pointer: event })
  }
  const release = (event: PointerEvent) => drag.current?.release(event)

  return (
    <>
      <div
        ref={box}
        class={`upload__tiles ${arranging ? 'upload__tiles--arranging' : ''}`}
        {...(arranging && {
          onPointerDown,
          onPointerMove: (event) => drag.current?.move(event),
          onPointerUp: release,
          onPointerCancel: release,
          onTouchMove: (event) => drag.current?.isCarrying() === true && event.preventDefault(),
          onContextMenu: (event) => event.preventDefault(),
          onKeyDown,
        })}
      >
        {tiles.map((tile) => (
          <PhotoTile
            key={tile.taskId}
            tile={tile}
            lifted={from !== undefined && tile.taskId === movedId}
            {...(arranging && tile.held && { describedBy: 'arrange-keys' })}
            onOpen={(event) => open(tile, event)}
            onRemove={() => void screen.remove(tile.taskId)}
          />
        ))}
      </div>
      {arranging && (
        <p id="arrange-keys" class="upload__leftovers desk-only">
          {words.keys}
        </p>
      )}
      <span class="spoken" role="status">
        {said !== undefined && place >= 0 && said + words.at(place + 1, tiles.length)}
      </span>
    </>
  )
}

/** In px from the page's corner, so that scrolling changes nothing. */
function measure(box: HTMLElement | null): TileGrid | null {
  const rects = [...(box?.children ?? [])].map((tile) => tile.getBoundingClientRect())
  const grid = toTileGrid(rects)
  return grid === null ? null : { ...grid, left: grid.left + scrollX, top: grid.top + scrollY }
}
