import { ERRORS, PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import type { UploaderSnapshot } from '@photolift/upload-engine'
import type { ConnectionState } from '../../connection.js'
import type { PhotoListSnapshot } from '../../gallery/photo-list.js'
import type { Settings } from '../../settings.js'
import { errorMessage, formatLimit } from '../../text/error-message.js'
import { createRemainingTime } from '../../text/remaining-time.js'
import type { UploadText } from '../../text/upload.js'
import { type ActionsView, toActionsView } from './actions-view.js'
import { Announcements } from './announcement.js'
import { type EntryView, toEntryView } from './entry-view.js'
import { type FailureRow, toFailureRows } from './failure-rows.js'
import { type FilterView, matchesFilter, type TaskFilter, toFilterViews } from './filter-view.js'
import { type PanelView, toPanelView } from './panel-view.js'
import { phaseOf, type UploadPhase } from './phase.js'
import { Stopwatch } from './stopwatch.js'
import { countTasks } from './task-counts.js'
import { type TileView, toTileViews } from './tile-view.js'

export type UploadSheet = 'none' | 'failures' | 'stop' | 'settings'

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
  /** What the picker will hand over; leads to the settings sheet. */
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
  settings: Settings
  qualityNotes: Record<Settings['quality'], string>
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

/** What the page knows besides the stores. */
export interface PageState {
  sheet: UploadSheet
  filter: TaskFilter
  /** Opened from Moments: nothing can be picked there. */
  singlePage: boolean
  photosPerPick: number
  pickProblem: string
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
export class UploadViewModel {
  readonly #text: UploadText
  readonly #announcements = new Announcements()
  readonly #stopwatch = new Stopwatch()
  readonly #remainingTime

  constructor(text: UploadText) {
    this.#text = text
    this.#remainingTime = createRemainingTime(text.timeLeft)
  }

  next({ uploads, connection, gallery, settings, page, now }: UploadViewSources): UploadView {
    const text = this.#text
    const phase = phaseOf(uploads)
    const photoMaxBytes = connection.limits?.photoMaxBytes ?? PHOTO_MAX_BYTES_DEFAULT
    const limit = formatLimit(photoMaxBytes)
    const reasons = { text, photoMaxBytes }
    this.#stopwatch.update(phase, now)
    const panel = toPanelView(uploads, {
      ...reasons,
      phase,
      timeLeft: this.#remainingTime.update(uploads.overall.secondsLeft, now),
      secondsTaken: this.#stopwatch.seconds,
      secondsUntilNextTry: Math.max(1, Math.ceil(((uploads.waitingUntil ?? now) - now) / 1_000)),
    })
    const counts = countTasks(uploads.tasks)
    const failures = toFailureRows(uploads.tasks, reasons)
    const filters = toFilterViews(uploads.tasks, page.filter, text)
    const shown = filters.length === 0 ? 'all' : page.filter
    const unfinished = counts.all - counts.saved

    return {
      screen: screenOf(phase, { uploads, connection, page }),
      phase,
      entry: toEntryView(gallery, text),
      panel,
      announcement: this.#announcements.next(phase, panel),
      filters,
      tiles: toTileViews(uploads, reasons).filter((_tile, index) => {
        const task = uploads.tasks[index]
        return task !== undefined && matchesFilter(task, shown)
      }),
      actions: toActionsView(uploads, phase, text),
      hint: text.quality[settings.quality].hint,
      heroText: text.heroText(page.photosPerPick),
      pickProblem: page.pickProblem,
      sheet: sheetOf(page.sheet, { failures: failures.length, stop: unfinished }),
      failures,
      failuresTitle: text.failedTitle(failures.length),
      retryCount: counts.failed,
      retryWords: text.retryCount(counts.failed),
      stop: toStopView(phase, { unfinished, saved: counts.saved }, text),
      settings,
      qualityNotes: {
        compressed: text.quality.compressed.note(limit),
        original: text.quality.original.note(limit),
      },
      unreachable: toUnreachableView(connection, text),
    }
  }
}

function toStopView(phase: UploadPhase, counts: { unfinished: number; saved: number }, text: UploadText): StopView {
  const { unfinished, saved } = counts
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

/** A sheet about photos closes by itself once there is none left. */
function sheetOf(sheet: UploadSheet, photos: Record<'failures' | 'stop', number>): UploadSheet {
  const isAboutPhotos = sheet === 'failures' || sheet === 'stop'
  return isAboutPhotos && photos[sheet] === 0 ? 'none' : sheet
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
    return { title: errorMessage('NOT_READY'), text: [text.unreachableText[0] ?? ''], errorNumber }
  return ERRORS[error.code].retry === 'later'
    ? { title: text.unreachable, text: text.unreachableText, errorNumber }
    : { title: text.unusable, text: [errorMessage(error.code)], errorNumber }
}
