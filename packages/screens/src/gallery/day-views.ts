import type { Photo } from '@photolift/contracts'
import { type PhotoDay, toDays } from './photo-days.js'
import type { PhotoListSnapshot } from './photo-list.js'
import type { PictureState } from './picture-repairs.js'
import { smallPictureOf } from './picture-source.js'
import { type WallLayout, wallHeightPx } from './wall-layout.js'

export interface TileView {
  photoId: string
  /** Empty while the picture cannot be shown. */
  src: string
  /** Where it grows, the picture is put in anew. */
  attempt: number
  label: string
  selected: boolean
  /** The picture did not load, with fresh links neither; a tap tries again. */
  broken: boolean
}

/** Some rows of a day. Far from the window a block is only a height, so that thousands of photos cost what a few cost. */
export interface BlockView {
  blockId: string
  heightPx: number
  tiles: TileView[]
}

export interface DayView {
  dayKey: string
  title: string
  /** Empty while the day may go on on the next page. */
  count: string
  selectLabel: string
  allSelected: boolean
  blocks: BlockView[]
}

export interface DayViewState {
  list: PhotoListSnapshot
  layout: WallLayout
  selectedIds: ReadonlySet<string>
  /** Whether a block is so close to the window that its pictures are needed; `ordinal` counts blocks from the top. */
  isNear: (blockId: string, ordinal: number) => boolean
  pictureState: (photoId: string) => PictureState
}

/** How the view speaks; see text/. */
export interface DayWords {
  day(date: Date): string
  count(count: number): string
  selectDay(day: string): string
  photo(place: number, day: string): string
  photoBroken(place: number, day: string): string
}

export function toDayViews(state: DayViewState, words: DayWords): DayView[] {
  const days = toDays(state.list.photos)
  let ordinal = 0
  return days.map((day, index) => {
    const isWhole = state.list.complete || index < days.length - 1
    const title = words.day(day.date)
    const isNear = (blockId: string) => state.isNear(blockId, ordinal++)
    return {
      dayKey: day.dayKey,
      title,
      count: isWhole ? words.count(day.photos.length) : '',
      selectLabel: words.selectDay(title),
      allSelected: day.photos.every((photo) => state.selectedIds.has(photo.photoId)),
      blocks: toBlocks(day, { title, state, words, isNear }),
    }
  })
}

interface DayContext {
  title: string
  state: DayViewState
  words: DayWords
  isNear: (blockId: string) => boolean
}

function toBlocks(day: PhotoDay, context: DayContext): BlockView[] {
  const { layout } = context.state
  const blocks: BlockView[] = []
  for (let start = 0; start < day.photos.length; start += layout.blockLength) {
    const photos = day.photos.slice(start, start + layout.blockLength)
    const blockId = `${day.dayKey}/${start / layout.blockLength}`
    const tiles = context.isNear(blockId) ? photos.map((photo, index) => toTile(photo, start + index + 1, context)) : []
    blocks.push({ blockId, heightPx: wallHeightPx(photos.length, layout), tiles })
  }
  return blocks
}

function toTile(photo: Photo, place: number, { title, state, words }: DayContext): TileView {
  const { phase, attempt } = state.pictureState(photo.photoId)
  const broken = phase === 'broken'
  return {
    photoId: photo.photoId,
    src: phase === 'shown' ? smallPictureOf(photo, { attempt }) : '',
    attempt,
    label: broken ? words.photoBroken(place, title) : words.photo(place, title),
    selected: state.selectedIds.has(photo.photoId),
    broken,
  }
}
