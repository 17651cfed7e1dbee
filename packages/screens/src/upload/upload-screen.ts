import { AppError } from '@photolift/contracts'
import type { Clock } from '@photolift/platform'
import type { PickedPhoto, Uploader } from '@photolift/upload-engine'
import type { Connection } from '../connection.js'
import type { PhotoList } from '../gallery/photo-list.js'
import type { Settings, SettingsStore } from '../settings/settings.js'
import type { SettingsText } from '../text/settings.js'
import type { UploadText } from '../text/upload.js'
import type { UploadAction } from './actions-view.js'
import type { TaskFilter } from './filter-view.js'
import type { UploadPhase } from './phase.js'
import type { TileView } from './tile-view.js'
import {
  createUploadViewModel,
  type PageState,
  type PhotoSheetView,
  type UploadSheet,
  type UploadView,
} from './upload-view.js'

/** How often the countdown of `rate-limited` moves. */
const COUNTDOWN_MS = 1_000

export interface PickOptions {
  /** The album and the camera, or pictures that stand in a chat. */
  from: 'album' | 'chat'
}

/** What the page follows; it outlives the page. */
export interface UploadScreenStores {
  uploader: Uploader
  connection: Connection
  gallery: PhotoList
  settings: SettingsStore
  clock: Clock
}

export interface UploadScreenDeps {
  stores: UploadScreenStores
  text: UploadText
  settingsText: SettingsText
  /** Opened from Moments: nothing can be picked there. */
  singlePage: boolean
  photosPerPick: number
  pick: (options: PickOptions) => Promise<PickedPhoto[]>
  /** Whether a pick may begin before the one before has ended, which then gives nothing. Default false. */
  picksAnew?: boolean
  /** Shows a view; called whenever something has changed, `atOnce` for the answer to a tap. */
  show: (view: UploadView, options: { atOnce: boolean }) => void
  vibrate: (strength: 'light' | 'medium') => void
  openGallery: () => void
  openViewer: (photoId: string) => void
  /** Shows the pictures on the phone, this one first. */
  preview: (localUrl: string, localUrls: string[]) => void
}

/** What the upload page shows, and what taps on it do. The page translates between it and the platform. */
export interface UploadScreen {
  /** Starts to follow the stores. */
  open(): void
  close(): void
  /** The page is in front again. */
  shown(): void
  act(action: UploadAction): void
  choose(from: PickOptions['from']): Promise<void>
  /** Photos that came without the picker: dropped or pasted. */
  add(photos: PickedPhoto[]): void
  tapTile(taskId: string): void
  /** Offers what can be done with one photo that is on its way. */
  holdTile(taskId: string): void
  /** @param place of a tile on the page, from 0; only places of held photos can be taken */
  moveToTile(taskId: string, place: number): void
  /** Pauses the photo of the sheet, or lets it go on. */
  switchPhoto(): void
  removePhoto(): Promise<void>
  retry(taskId: string): void
  remove(taskId: string): Promise<void>
  toggleDontAsk(): void
  answerMobileData(answer: 'continue' | 'wait-for-wifi'): Promise<void>
  stopUploading(): void
  removeFailed(): void
  retryFailed(): void
  /** 先排好再传, on or off. */
  toggleArrangeFirst(): Promise<void>
  /** 上传前去除位置信息, on or off. */
  toggleStripLocation(): Promise<void>
  changeSettings(change: Partial<Settings>): Promise<void>
  reconnect(): Promise<void>
  openSheet(sheet: UploadSheet): void
  closeSheet(): void
  chooseFilter(filter: TaskFilter): void
}

export function createUploadScreen(deps: UploadScreenDeps): UploadScreen {
  const { uploader, connection, gallery, settings, clock } = deps.stores
  const { singlePage, photosPerPick } = deps
  const viewModel = createUploadViewModel(deps.text, deps.settingsText)
  const stops: (() => void)[] = []
  let page: PageState = {
    singlePage,
    photosPerPick,
    sheet: 'none',
    filter: 'all',
    pickProblem: '',
    photoTaskId: '',
    dontAsk: false,
  }
  let phase: UploadPhase = 'empty'
  let tiles: readonly TileView[] = []
  let photo: Pick<PhotoSheetView, 'taskId' | 'paused'> = { taskId: '', paused: false }
  let stopCountdown: (() => void) | null = null
  let picking = false

  const deeds: Record<UploadAction, () => void> = {
    choose: () => void choose('album'),
    start: () => uploader.start(),
    'ask-stop': () => openSheet('stop'),
    pause: () => uploader.pause(),
    resume: () => uploader.resume(),
    'try-now': () => uploader.tryNow(),
    'resume-leftovers': () => uploader.resumeLeftovers(),
    'use-mobile-data': () => uploader.answerMobileData('continue'),
    'remove-failed': () => uploader.removeFailed(),
    'retry-failed': () => uploader.retryFailed(),
    'open-gallery': () => deps.openGallery(),
  }

  async function choose(from: PickOptions['from']): Promise<void> {
    // A second tap while the picker opens would fail, and its words would stand there for nothing.
    if (picking && deps.picksAnew !== true) return
    picking = true
    changePage({ pickProblem: '' })
    try {
      await telling(async () => add(await deps.pick({ from })))
    } finally {
      picking = false
    }
  }

  function add(photos: PickedPhoto[]): void {
    if (photos.length === 0) return
    if (connection.state().phase === 'left') void connection.connect()
    // What is all stored makes room for the next batch; it stays in the gallery.
    if (phase === 'done') uploader.clearReady()
    uploader.add(photos, { hold: settings.get().arrangeFirst })
  }

  function holdTile(taskId: string): void {
    changePage({ sheet: 'photo', photoTaskId: taskId })
  }

  function remove(taskId: string): Promise<void> {
    return telling(() => uploader.remove(taskId))
  }

  function changeSettings(change: Partial<Settings>): Promise<void> {
    return telling(() => settings.set(change))
  }

  async function reconnect(): Promise<void> {
    await connection.connect()
    uploader.tryNow()
  }

  function openSheet(sheet: UploadSheet): void {
    changePage({ sheet })
  }

  function closeSheet(): void {
    openSheet('none')
  }

  /** Does what can fail for a reason that the person must read. */
  async function telling(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      changePage({ pickProblem: deps.text.error(error.code) })
    }
  }

  function changePage(change: Partial<PageState>): void {
    page = { ...page, ...change }
    refresh({ atOnce: true })
  }

  function refresh({ atOnce = false } = {}): void {
    const view = viewModel.next({
      uploads: uploader.snapshot(),
      connection: connection.state(),
      gallery: gallery.snapshot(),
      settings: settings.get(),
      page,
      now: clock.now(),
    })
    // A sheet that has closed by itself stays closed.
    page = { ...page, sheet: view.sheet }
    tiles = view.tiles
    photo = view.photo
    enter(view.phase)
    deps.show(view, { atOnce })
  }

  function enter(next: UploadPhase): void {
    if (next !== phase && next === 'done') deps.vibrate('light')
    if (next !== phase && next === 'failed') deps.vibrate('medium')
    const { bytesSent, readyCount } = uploader.snapshot().overall
    // The engine has reached the service by itself.
    if (next !== phase && connection.state().phase === 'failed' && bytesSent + readyCount > 0) void connection.connect()
    phase = next

    stopCountdown?.()
    stopCountdown = phase === 'rate-limited' ? clock.schedule(COUNTDOWN_MS, () => refresh()) : null
  }

  return {
    open() {
      const follow = () => refresh()
      stops.push(
        uploader.subscribe(follow),
        connection.subscribe((state) => {
          // The way to the gallery shows the newest photos.
          if (state.phase === 'connected' && !gallery.snapshot().loaded) void gallery.refresh()
          refresh()
        }),
        gallery.subscribe(follow),
        settings.onChange(follow),
      )
    },
    close() {
      for (const stop of stops) stop()
      stops.length = 0
      stopCountdown?.()
    },
    shown() {
      if (connection.state().phase === 'failed') void reconnect()
    },

    act(action) {
      deeds[action]()
      refresh({ atOnce: true })
    },
    choose,
    add,

    tapTile(taskId) {
      const { tasks } = uploader.snapshot()
      const task = tasks.find((each) => each.taskId === taskId)
      if (task === undefined) return

      if (task.state === 'ready' && task.photo !== undefined) deps.openViewer(task.photo.photoId)
      else if (task.state === 'failed') uploader.retry(taskId)
      else if (task.state === 'refused') openSheet('failures')
      else if (task.state === 'paused') holdTile(taskId)
      else
        deps.preview(
          task.localUrl,
          tasks.map(({ localUrl }) => localUrl),
        )
    },
    holdTile,
    moveToTile(taskId, place) {
      const held = uploader.snapshot().tasks.filter(({ state }) => state === 'held')
      const position = held.findIndex((task) => task.taskId === tiles[place]?.taskId)
      if (position === -1) return
      uploader.move(taskId, position)
      // The engine tells of changes at its own pace; the next place is counted from where the tile is now.
      refresh({ atOnce: true })
    },
    switchPhoto() {
      const { taskId, paused } = photo
      if (paused) uploader.resume(taskId)
      else uploader.pause(taskId)
      closeSheet()
    },
    async removePhoto() {
      const { taskId } = photo
      closeSheet()
      await remove(taskId)
    },
    retry(taskId) {
      uploader.retry(taskId)
      refresh({ atOnce: true })
    },
    remove,

    toggleDontAsk: () => changePage({ dontAsk: !page.dontAsk }),
    async answerMobileData(answer) {
      const neverAsk = page.dontAsk && answer === 'continue'
      uploader.answerMobileData(answer)
      changePage({ sheet: 'none', dontAsk: false })
      if (neverAsk) await changeSettings({ mobileData: 'use' })
    },
    stopUploading() {
      if (phase === 'leftovers') uploader.discardLeftovers()
      else uploader.cancel()
      closeSheet()
    },
    removeFailed() {
      uploader.removeFailed()
      closeSheet()
    },
    retryFailed() {
      uploader.retryFailed()
      closeSheet()
    },

    toggleArrangeFirst: () => changeSettings({ arrangeFirst: !settings.get().arrangeFirst }),
    toggleStripLocation: () =>
      changeSettings({ metadata: settings.get().metadata === 'keep' ? 'strip-location' : 'keep' }),
    changeSettings,
    reconnect,
    openSheet,
    closeSheet,
    chooseFilter: (filter) => changePage({ filter }),
  }
}
