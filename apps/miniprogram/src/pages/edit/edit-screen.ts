import type { ApiClient } from '@photolift/api-client'
import { AppError, ERRORS, type Photo, WATERMARK_PLACES } from '@photolift/contracts'
import type { PhotoList } from '@photolift/screens/gallery'
import { createPictureRepairs, largePictureOf, smallPictureOf } from '@photolift/screens/gallery'
import type { Language } from '@photolift/screens/text'
import { errorMessage } from '@photolift/screens/text'
import { EDIT_TEXT } from '../../text/edit.js'
import { type CropGrip, type CropRatio, dragCrop } from './crop.js'
import {
  chooseRatio,
  type EditFilter,
  type EditState,
  type Mark,
  mirror,
  straighten,
  turnLeft,
  UNEDITED,
  uncropped,
} from './edit-state.js'
import {
  type EditTab,
  type EditView,
  filterViews,
  NO_MARK,
  PX_PER_DEGREE,
  placeCells,
  ratioViews,
  rulerView,
} from './edit-view.js'
import { clamp, type Size } from './geometry.js'
import { markStyle, pictureStyles } from './picture-styles.js'
import { type EditedPicture, isEdited, toOperations } from './to-operations.js'

/** A picture of unknown size is taken for one whose longer side has as many pixels as a 12-megapixel phone camera gives it. */
const ASSUMED_LONG_SIDE = 4_032

/** How a mark lies before anybody moves it. */
const NEW_MARK = { place: 'south-east', scalePercent: 36, opacityPercent: 86 } as const

export interface EditScreenDeps {
  list: PhotoList
  api: Pick<ApiClient, 'editPhoto'>
  language: Language
  /** The photo to edit. */
  photoId: string
  /** Something of {@link EditScreen.view} has changed. */
  onChange: () => void
  /** The new photo is stored and in the list. */
  onSaved: (photo: Photo) => void
  /** The person goes, without what they chose. */
  onLeave: () => void
}

/** The room for the picture in the window, in px. */
export interface Stage extends Size {
  left: number
  top: number
}

/** What the edit page shows, and what fingers on it do. The page translates between it and the platform. */
export interface EditScreen {
  view(): EditView
  /** Finds the photo, and again after a failure. */
  open(): Promise<void>
  /** The room for the picture is known, or another one. */
  laidOut(stage: Stage): void
  chooseTab(tab: EditTab): void
  /** A picture of the photo is there. @param size as the platform tells it, upright */
  pictureLoaded(size: Size): void
  pictureFailed(): void
  markLoaded(size: Size): void

  chooseRatio(ratio: CropRatio): void
  turnLeft(): void
  mirror(): void
  chooseFilter(filter: EditFilter): void
  /** A finger comes down on the frame or on the ruler. @param x, y where, in px */
  grip(grip: CropGrip | 'ruler', x: number, y: number): void
  /** It moves. */
  drag(x: number, y: number): void
  letGo(): void
  level(): void

  openMarks(): void
  closeMarks(): void
  loadMoreMarks(): void
  chooseMark(photoId: string): void
  removeMark(): void
  /** A tap on the picture: the mark moves to the nearest place. @param x, y in the window, in px */
  tapPicture(x: number, y: number): void
  nextPlace(): void
  /** @param done the finger has let go of the slider */
  changeMark(change: Partial<Pick<Mark, 'scalePercent' | 'opacityPercent'>>, done: boolean): void

  reset(): void
  save(): Promise<void>
  /** The person wants to go back. */
  askToLeave(): void
  stay(): void
  leave(): void
  /** Stops listening; the screen is of no use any more. */
  close(): void
}

export function createEditScreen(deps: EditScreenDeps): EditScreen {
  const { list, language } = deps
  const text = EDIT_TEXT[language]
  const repairs = createPictureRepairs(list, onChange)

  let photo: Photo | undefined
  let phase: EditView['phase'] = 'loading'
  let failedText = ''
  let stage: Stage | undefined
  let tab: EditTab = 'crop'
  let state = UNEDITED
  let shownSize: Size | undefined
  let markSize: Size | undefined
  let sliders = NO_MARK.sliders
  let held: { grip: CropGrip | 'ruler'; x: number; y: number; start: EditState } | undefined
  let choosingMark = false
  let saving = false
  let failure = ''
  let leaving = false
  let isClosed = false

  function onChange(): void {
    if (!isClosed) deps.onChange()
  }

  function change(next: EditState): void {
    if (saving) return
    state = next
    failure = ''
    onChange()
  }

  // Links are renewed, and marks can be chosen as soon as they are listed.
  const stopList = list.subscribe(({ photos }) => {
    const renewed = photos.find(({ photoId }) => photoId === deps.photoId)
    if (renewed !== undefined && photo !== undefined) photo = renewed
    onChange()
  })

  /** The photo with its pixels, as soon as there is a way to know its shape. */
  function edited(): EditedPicture | undefined {
    if (photo?.width !== undefined && photo.height !== undefined)
      return { size: { width: photo.width, height: photo.height }, sizeKnown: true }
    if (shownSize === undefined) return undefined
    const factor = ASSUMED_LONG_SIDE / Math.max(shownSize.width, shownSize.height)
    const size = { width: Math.round(shownSize.width * factor), height: Math.round(shownSize.height * factor) }
    return { size, sizeKnown: false }
  }

  function styles(picture = edited()) {
    if (picture === undefined || stage === undefined) return undefined
    return pictureStyles({ state, picture: picture.size, stage, framing: tab === 'crop' })
  }

  function otherPhotos(): Photo[] {
    return list.snapshot().photos.filter(({ photoId, status }) => photoId !== deps.photoId && status === 'ready')
  }

  function markView(canvas: Size | undefined): EditView['mark'] {
    const { mark } = state
    const marking = list.snapshot().photos.find(({ photoId }) => photoId === mark?.photoId)
    if (mark === null || marking === undefined) return { ...NO_MARK, note: text.chooseMarkNote, name: text.chooseMark }
    const size = marking.width && marking.height ? { width: marking.width, height: marking.height } : markSize
    return {
      src: smallPictureOf(marking),
      style: size === undefined || canvas === undefined ? 'opacity:0' : markStyle(mark, size, canvas),
      name: marking.name ?? text.unnamed,
      note: text.changeMarkNote,
      placeLabel: text.markAt(text.place[mark.place]),
      cells: placeCells(state),
      scalePercent: mark.scalePercent,
      opacityPercent: mark.opacityPercent,
      sliders,
    }
  }

  function marksView(): EditView['marks'] {
    if (!choosingMark) return { visible: false, photos: [], more: false }
    const photos = otherPhotos().map((other, index) => ({
      photoId: other.photoId,
      src: smallPictureOf(other),
      label: other.name ?? text.mark(index + 1),
    }))
    return { visible: true, photos, more: !list.snapshot().complete }
  }

  function place(mark: Mark, where: Mark['place']): void {
    change({ ...state, mark: { ...mark, place: where } })
  }

  function leave(): void {
    leaving = false
    state = UNEDITED
    onChange()
    deps.onLeave()
  }

  return {
    view() {
      const shown = styles()
      const { attempt, phase: picture } = repairs.stateOf(deps.photoId)
      const isChanged = isEdited(state)
      return {
        phase,
        failedText,
        tab,
        smallSrc: photo === undefined ? '' : smallPictureOf(photo, { attempt }),
        largeSrc: photo === undefined || picture !== 'shown' ? '' : largePictureOf(photo, { attempt }),
        attempt,
        canvasStyle: shown?.canvas ?? 'width:1px;height:1px;opacity:0',
        pictureStyle: shown?.picture ?? 'left:0;top:0;width:1px;height:1px',
        cropStyle: tab === 'crop' ? (shown?.crop ?? '') : '',
        ratios: ratioViews(state, text),
        ...rulerView(state, text),
        filters: filterViews(state, text),
        mark: markView(shown?.canvasSize),
        edited: isChanged,
        saving,
        failure,
        marks: marksView(),
        leaving,
        // While the question is open, going back is its answer: stay.
        guarded: isChanged && !leaving,
      }
    },

    async open() {
      phase = 'loading'
      onChange()
      try {
        photo = await list.find(deps.photoId)
        phase = 'editing'
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        phase = 'failed'
        failedText = error.code === 'PHOTO_NOT_FOUND' ? text.notFound : text.failed
      }
      onChange()
    },
    laidOut(measured) {
      stage = measured
      onChange()
    },
    chooseTab(chosen) {
      tab = chosen
      onChange()
    },
    pictureLoaded(size) {
      if (shownSize !== undefined || size.width < 1 || size.height < 1) return
      shownSize = size
      onChange()
    },
    pictureFailed: () => repairs.failed(deps.photoId),
    markLoaded(size) {
      markSize = size
      onChange()
    },

    chooseRatio(ratio) {
      const picture = edited()
      if (picture !== undefined) change(chooseRatio(state, ratio, picture.size))
    },
    turnLeft: () => change(turnLeft(state)),
    mirror: () => change(mirror(state)),
    chooseFilter: (filter) => change({ ...state, filter }),
    grip(grip, x, y) {
      held = { grip, x, y, start: state }
    },
    drag(x, y) {
      const picture = edited()
      const canvas = styles(picture)?.canvasSize
      if (held === undefined || picture === undefined || canvas === undefined) return
      const { grip, start } = held
      if (grip === 'ruler') {
        // The ruler follows the finger under its needle.
        change(straighten(start, start.degrees - (x - held.x) / PX_PER_DEGREE, picture.size))
        return
      }
      const moved = { grip, right: (x - held.x) / canvas.width, down: (y - held.y) / canvas.height }
      change({ ...state, crop: dragCrop(start.crop, moved, state.ratio, uncropped(state, picture.size)) })
    },
    letGo() {
      held = undefined
    },
    level() {
      const picture = edited()
      if (picture !== undefined) change(straighten(state, 0, picture.size))
    },

    openMarks() {
      if (saving) return
      choosingMark = true
      onChange()
      if (!list.snapshot().loaded) void list.refresh()
    },
    closeMarks() {
      choosingMark = false
      onChange()
    },
    loadMoreMarks() {
      void list.loadMore()
    },
    chooseMark(photoId) {
      choosingMark = false
      markSize = undefined
      const mark = { ...NEW_MARK, ...state.mark, photoId }
      sliders = { scalePercent: mark.scalePercent, opacityPercent: mark.opacityPercent }
      change({ ...state, mark })
    },
    removeMark() {
      choosingMark = false
      change({ ...state, mark: null })
    },
    tapPicture(x, y) {
      const canvas = styles()?.canvasSize
      if (tab !== 'mark' || state.mark === null || stage === undefined || canvas === undefined) return
      const column = third((x - stage.left - (stage.width - canvas.width) / 2) / canvas.width)
      const row = third((y - stage.top - (stage.height - canvas.height) / 2) / canvas.height)
      const nearest = WATERMARK_PLACES[row * 3 + column]
      if (nearest !== undefined) place(state.mark, nearest)
    },
    nextPlace() {
      if (state.mark === null) return
      const next = WATERMARK_PLACES[(WATERMARK_PLACES.indexOf(state.mark.place) + 1) % WATERMARK_PLACES.length]
      if (next !== undefined) place(state.mark, next)
    },
    changeMark(changed, done) {
      if (state.mark === null) return
      if (done) sliders = { ...sliders, ...changed }
      change({ ...state, mark: { ...state.mark, ...changed } })
    },

    reset() {
      change(UNEDITED)
    },
    async save() {
      const picture = edited()
      if (saving || photo === undefined || picture === undefined || !isEdited(state)) return
      saving = true
      failure = ''
      onChange()
      try {
        const made = await deps.api.editPhoto(photo.photoId, toOperations(state, picture))
        list.insert([made])
        state = UNEDITED
        if (!isClosed) deps.onSaved(made)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const noAnswerCame = ERRORS[error.code].status === null && ERRORS[error.code].retry === 'later'
        failure = noAnswerCame ? text.notSaved : errorMessage(error.code, language)
      } finally {
        saving = false
        onChange()
      }
    },
    askToLeave() {
      if (!isEdited(state)) return leave()
      leaving = true
      onChange()
    },
    stay() {
      leaving = false
      onChange()
    },
    leave,

    close() {
      isClosed = true
      stopList()
    },
  }
}

function third(share: number): number {
  return clamp(Math.floor(share * 3), 0, 2)
}
