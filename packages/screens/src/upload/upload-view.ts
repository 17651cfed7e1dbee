import { ERRORS, PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import type { TaskState, UploaderSnapshot } from '@photolift/upload-engine'
import type { ConnectionState } from '../connection.js'
import type { PhotoListSnapshot } from '../gallery/photo-list.js'
import type { Settings } from '../settings/settings.js'
import { formatByteSize } from '../text/byte-size.js'
import { createRemainingTime } from '../text/remaining-time.js'
import type { SettingsText } from '../text/settings.js'
import type { UploadText } from '../text/upload.js'
import { type ChoiceView, toChoiceViews } from '../view/choice-views.js'
import { type ActionsView, toActionsView } from './actions-view.js'
import { createAnnouncements } from './announcement.js'
import { type EntryView, toEntryView } from './entry-view.js'
import { type FailureRow, toFailureRows } from './failure-rows.js'
import { type FilterView, matchesFilter, type TaskFilter, toFilterViews } from './filter-view.js'
import { type PanelView, toPanelView } from './panel-view.js'
import { phaseOf, type UploadPhase } from './phase.js'
import { createStopwatch } from './stopwatch.js'
import { countTasks } from './task-counts.js'
import { type TileView, toTileViews } from './tile-view.js'

export type UploadSheet = 'none' | 'failures' | 'stop' | 'settings' | 'photo' | 'mobile-data'

/** What the page shows. */
export interface UploadView {
  screen: 'empty' | 'tasks' | 'unreachable' | 'single-page'
  phase: UploadPhase
  entry: EntryView
  panel: PanelView
  /** For screen readers. */
  announcement: string
  filters: FilterView[]
  tiles: TileView[]
  actions: ActionsView
  /** How photos will go up; leads to the settings sheet. */
  hint: string
  heroText: string[]
  /** Why a pick did not work; empty else. */
  pickProblem: string
  sheet: UploadSheet
  failures: FailureRow[]
  failuresTitle: string
  /** How many of them can be retried. */
  retryCount: number
  retryWords: string
  stop: StopView
  /** The photo of the sheet `photo`; empty else. */
  photo: PhotoSheetView
  mobileDataText: string
  /** 以后不再询问 */
  dontAsk: boolean
  settings: Settings
  /** Of the quality. */
  choices: ChoiceView[]
  choicesLabel: string
  unreachable: { title: string; text: string[]; errorNumber: string }
}

/** The question behind 取消. */
export interface StopView {
  title: string
  text: string
  /** The safe answer. */
  keep: string
  deed: string
}

/** What can be done with one photo that is on its way. */
export interface PhotoSheetView {
  taskId: string
  title: string
  paused: boolean
  words: string
}

/** What the page knows besides the stores. */
export interface PageState {
  sheet: UploadSheet
  filter: TaskFilter
  /** Opened from Moments: nothing can be picked there. */
  singlePage: boolean
  photosPerPick: number
  pickProblem: string
  /** Whose sheet is open; empty where none is. */
  photoTaskId: string
  dontAsk: boolean
}

export interface UploadViewSources {
  uploads: UploaderSnapshot
  connection: ConnectionState
  gallery: PhotoListSnapshot
  settings: Settings
  page: PageState
  /** Milliseconds since the epoch. */
  now: number
}

/** Turns the state of everything into what the page shows; remembers only what the eye must not see jump. */
export interface UploadViewModel {
  next(sources: UploadViewSources): UploadView
}

export function createUploadViewModel(text: UploadText, settingsText: SettingsText): UploadViewModel {
  const announcements = createAnnouncements()
  const stopwatch = createStopwatch()
  const remainingTime = createRemainingTime(text.timeLeft)

  function next({ uploads, connection, gallery, settings, page, now }: UploadViewSources): UploadView {
    const phase = phaseOf(uploads)
    const photoMaxBytes = connection.limits?.photoMaxBytes ?? PHOTO_MAX_BYTES_DEFAULT
    const reasons = { text, photoMaxBytes }
    stopwatch.update(phase, now)
    const panel = toPanelView(uploads, {
      ...reasons,
      phase,
      timeLeft: remainingTime.update(uploads.overall.secondsLeft, now),
      secondsTaken: stopwatch.seconds(),
      secondsUntilNextTry: Math.max(1, Math.ceil(((uploads.waitingUntil ?? now) - now) / 1_000)),
    })
    const counts = countTasks(uploads.tasks)
    const failures = toFailureRows(uploads.tasks, reasons)
    const filters = toFilterViews(uploads.tasks, page.filter, text)
    const shown = filters.length === 0 ? 'all' : page.filter
    const unfinished = phase === 'leftovers' ? (uploads.resumable?.photoCount ?? 0) : counts.all - counts.saved
    const photo = toPhotoSheetView(uploads, page.photoTaskId, text)
    const { photoCount = 0, bytesLeft = 0 } = uploads.question ?? {}

    return {
      screen: screenOf(phase, { uploads, connection, page }),
      phase,
      entry: toEntryView(gallery, text),
      panel,
      announcement: announcements.next(phase, panel),
      filters,
      tiles: toTileViews(uploads, reasons).filter((_tile, index) => {
        const task = uploads.tasks[index]
        return task !== undefined && matchesFilter(task, shown)
      }),
      actions: toActionsView(uploads, phase, text),
      hint: `${settingsText.quality[settings.quality].name} · ${settingsText.metadata[settings.metadata].hint}`,
      heroText: text.heroText(page.photosPerPick),
      pickProblem: page.pickProblem,
      sheet:
        uploads.question === null
          ? sheetOf(page.sheet, { failures: failures.length, stop: unfinished, photo: photo.taskId === '' ? 0 : 1 })
          : 'mobile-data',
      failures,
      failuresTitle: text.failedTitle(failures.length),
      retryCount: counts.failed,
      retryWords: text.retryCount(counts.failed),
      stop: toStopView(phase, { unfinished, saved: counts.saved }, text),
      photo,
      mobileDataText: text.mobileDataText(photoCount, formatByteSize(bytesLeft)),
      dontAsk: page.dontAsk,
      settings,
      choicesLabel: text.howToUpload,
      choices: toChoiceViews('quality', { settings, text: settingsText, photoMaxBytes }),
      unreachable: toUnreachableView(connection, text),
    }
  }

  return { next }
}

function toStopView(phase: UploadPhase, counts: { unfinished: number; saved: number }, text: UploadText): StopView {
  const { unfinished, saved } = counts
  if (phase === 'leftovers')
    return {
      title: text.discardTitle(unfinished),
      text: text.discardText,
      keep: text.keepLeftovers,
      deed: text.discard,
    }
  if (phase === 'arranging')
    return {
      title: text.takeOutTitle(unfinished),
      text: text.takeOutText,
      keep: text.keepArranging,
      deed: text.takeOut(unfinished),
    }
  return {
    title: text.stopTitle(unfinished),
    text: text.stopText(saved),
    keep: text.keepUploading,
    deed: text.stop(unfinished),
  }
}

/** A sheet about photos closes by itself once there is none left, and a question once it needs no answer. */
function sheetOf(sheet: UploadSheet, photos: Record<'failures' | 'stop' | 'photo', number>): UploadSheet {
  if (sheet === 'mobile-data') return 'none'
  const isAboutPhotos = sheet === 'failures' || sheet === 'stop' || sheet === 'photo'
  return isAboutPhotos && photos[sheet] === 0 ? 'none' : sheet
}

/** Photos that can be paused or go on by themselves; while all are paused, all go on together. */
const PAUSABLE: readonly TaskState[] = ['preparing', 'waiting', 'uploading', 'paused']

function toPhotoSheetView({ tasks, paused }: UploaderSnapshot, taskId: string, text: UploadText): PhotoSheetView {
  const index = tasks.findIndex((task) => task.taskId === taskId)
  const state = tasks[index]?.state
  if (paused || state === undefined || !PAUSABLE.includes(state))
    return { taskId: '', title: '', paused: false, words: '' }
  const isPaused = state === 'paused'
  return {
    taskId,
    title: text.photoNumber(index + 1),
    paused: isPaused,
    words: isPaused ? text.resumeOne : text.pauseOne,
  }
}

function screenOf(
  phase: UploadPhase,
  { uploads, connection, page }: Pick<UploadViewSources, 'uploads' | 'connection' | 'page'>,
): UploadView['screen'] {
  if (page.singlePage) return 'single-page'
  // Photos that have got somewhere prove that there is a service; without a network, the panel says so.
  const nothingMoved = uploads.overall.bytesSent === 0 && uploads.overall.readyCount === 0
  if (connection.phase === 'failed' && uploads.online && nothingMoved) return 'unreachable'
  return phase === 'empty' ? 'empty' : 'tasks'
}

function toUnreachableView({ error }: ConnectionState, text: UploadText): UploadView['unreachable'] {
  if (error === null) return { title: '', text: [], errorNumber: '' }
  const errorNumber = text.errorNumber(
    error.requestId === undefined ? error.code : `${error.code} · ${error.requestId}`,
  )
  // A start takes seconds, and the connection asks again by itself.
  if (error.code === 'NOT_READY')
    return { title: text.error('NOT_READY'), text: [text.unreachableText[0] ?? ''], errorNumber }
  return ERRORS[error.code].retry === 'later'
    ? { title: text.unreachable, text: text.unreachableText, errorNumber }
    : { title: text.unusable, text: [text.error(error.code)], errorNumber }
}
