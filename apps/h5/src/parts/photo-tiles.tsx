import type { Clock } from '@photolift/platform'
import { placeAt, type TileGrid, type TileView, toTileGrid, type UploadScreen } from '@photolift/screens/upload'
import type { TargetedKeyboardEvent, TargetedMouseEvent, TargetedPointerEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { placeByKey } from '../arrange/place-by-key.js'
import { createTileDrag, type TileDrag } from '../arrange/tile-drag.js'
import { language } from '../language.js'
import { PAGE_TEXT } from '../text.js'
import { PhotoTile } from './photo-tile.js'

const words = PAGE_TEXT[language].arrange

interface PhotoTilesProps {
  tiles: readonly TileView[]
  /** Held photos are put in order: by mouse, by a finger that has rested on one, or by keys. */
  arranging: boolean
  screen: UploadScreen
  clock: Clock
}

/** What is held still between two events of one pointer. */
interface Hand {
  drag: TileDrag
  grid: TileGrid | null
  /** A pointer that has carried a tile clicks when it lets go. */
  swallowsClick: boolean
}

/** All photos on their way. */
export function PhotoTiles({ tiles, arranging, screen, clock }: PhotoTilesProps) {
  const box = useRef<HTMLDivElement>(null)
  const hand = useRef<Hand | null>(null)
  const cameFrom = useRef(0)
  const [liftedId, setLifted] = useState('')
  const [spoken, speak] = useState('')

  const placeOf = (taskId: string) => tiles.findIndex((tile) => tile.taskId === taskId)
  const at = (place: number) => words.at(place + 1, tiles.length)

  useEffect(() => {
    setLifted('')
    speak('')
    if (!arranging) return
    const created: Hand = {
      grid: null,
      swallowsClick: false,
      drag: createTileDrag({
        clock,
        onLift: ({ taskId, pointerId }) => {
          // Before the tile is lifted, which makes it larger.
          created.grid = measure(box.current)
          created.swallowsClick = true
          box.current?.setPointerCapture(pointerId)
          setLifted(taskId)
        },
        onMove: (x, y) => {
          const taskId = box.current?.querySelector('.tile--lifted')?.getAttribute('data-task-id')
          if (created.grid !== null && taskId) screen.moveToTile(taskId, placeAt(created.grid, x, y))
        },
        onDrop: () => setLifted(''),
      }),
    }
    hand.current = created
    return () => created.drag.release()
  }, [arranging, screen, clock])
  useLayoutEffect(() => {
    // An element that has changed its place has lost the focus, and the next key must find it.
    box.current?.querySelector<HTMLElement>('.tile--lifted .tile__face')?.focus()
  }, [tiles, liftedId])

  const liftByKey = (taskId: string) => {
    cameFrom.current = placeOf(taskId)
    setLifted(taskId)
    speak(`${words.lifted} · ${at(cameFrom.current)}`)
  }
  const putDown = (place: number) => {
    screen.moveToTile(liftedId, place)
    setLifted('')
    speak(`${words.putDown} · ${at(place)}`)
  }
  const open = ({ taskId, held }: TileView, event: MouseEvent) => {
    if (arranging && held && isByKey(event)) return liftedId === '' ? liftByKey(taskId) : putDown(placeOf(taskId))
    screen.tapTile(taskId)
  }

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (liftedId === '') return
    if (event.key === 'Escape') return putDown(cameFrom.current)
    const grid = measure(box.current)
    const place = grid === null ? undefined : placeByKey(event.key, placeOf(liftedId), grid)
    if (place === undefined) return
    event.preventDefault()
    screen.moveToTile(liftedId, place)
    speak(at(place))
  }
  const onPointerDown = (event: TargetedPointerEvent<HTMLElement>) => {
    const { current } = hand
    const taskId = (event.target as Element).closest('.tile__face')?.parentElement?.getAttribute('data-task-id')
    if (current === null || !event.isPrimary || event.button !== 0 || !taskId) return
    if (tiles[placeOf(taskId)]?.held !== true) return
    current.swallowsClick = false
    const { pointerId, pointerType, pageX, pageY } = event
    current.drag.press({ taskId, pointerId, isMouse: pointerType === 'mouse', x: pageX, y: pageY })
  }
  const release = () => hand.current?.drag.release()
  const onClickCapture = (event: TargetedMouseEvent<HTMLElement>) => {
    if (isByKey(event) || hand.current?.swallowsClick !== true) return
    hand.current.swallowsClick = false
    event.stopPropagation()
  }

  return (
    <>
      <div
        ref={box}
        class={`upload__tiles ${arranging ? 'upload__tiles--arranging' : ''}`}
        {...(arranging && {
          onPointerDown,
          onPointerMove: ({ pageX, pageY }) => hand.current?.drag.move(pageX, pageY),
          onPointerUp: release,
          onPointerCancel: release,
          onTouchMove: (event) => hand.current?.drag.isCarrying() === true && event.preventDefault(),
          onContextMenu: (event) => event.preventDefault(),
          onClickCapture,
          onKeyDown,
        })}
      >
        {tiles.map((tile) => (
          <PhotoTile
            key={tile.taskId}
            tile={tile}
            lifted={tile.taskId === liftedId}
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
        {spoken}
      </span>
    </>
  )
}

/** A click without a pointer is a key's, or a screen reader's. */
function isByKey({ detail }: MouseEvent): boolean {
  return detail === 0
}

/** In px from the page's corner, so that scrolling changes nothing. */
function measure(box: HTMLElement | null): TileGrid | null {
  const rects = [...(box?.children ?? [])].map((tile) => tile.getBoundingClientRect())
  const grid = toTileGrid(rects)
  return grid === null ? null : { ...grid, left: grid.left + scrollX, top: grid.top + scrollY }
}
