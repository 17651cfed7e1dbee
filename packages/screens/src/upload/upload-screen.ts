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
  type PageState,
  type PhotoSheetView,
  type UploadSheet,
  type UploadView,
  UploadViewModel,
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
export class UploadScreen {
  readonly #deps: UploadScreenDeps
  readonly #viewModel: UploadViewModel
  readonly #stops: (() => void)[] = []
  #page: PageState
  #phase: UploadPhase = 'empty'
  #tiles: readonly TileView[] = []
  #photo: Pick<PhotoSheetView, 'taskId' | 'paused'> = { taskId: '', paused: false }
  #stopCountdown: (() => void) | null = null
  #picking = false

  constructor(deps: UploadScreenDeps) {
    this.#deps = deps
    this.#viewModel = new UploadViewModel(deps.text, deps.settingsText)
    const { singlePage, photosPerPick } = deps
    this.#page = {
      singlePage,
      photosPerPick,
      sheet: 'none',
      filter: 'all',
      pickProblem: '',
      photoTaskId: '',
      dontAsk: false,
    }
  }

  /** Starts to follow the stores. */
  open(): void {
    const { uploader, connection, gallery, settings } = this.#deps.stores
    const refresh = () => this.#refresh()
    this.#stops.push(
      uploader.subscribe(refresh),
      connection.subscribe(({ phase }) => {
        // The way to the gallery shows the newest photos.
        if (phase === 'connected' && !gallery.snapshot().loaded) void gallery.refresh()
        this.#refresh()
      }),
      gallery.subscribe(refresh),
      settings.onChange(refresh),
    )
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#stops.length = 0
    this.#stopCountdown?.()
  }

  /** The page is in front again. */
  shown(): void {
    if (this.#deps.stores.connection.state().phase === 'failed') void this.reconnect()
  }

  act(action: UploadAction): void {
    const { uploader } = this.#deps.stores
    const deeds: Record<UploadAction, () => void> = {
      choose: () => void this.choose('album'),
      start: () => uploader.start(),
      'ask-stop': () => this.openSheet('stop'),
      pause: () => uploader.pause(),
      resume: () => uploader.resume(),
      'try-now': () => uploader.tryNow(),
      'resume-leftovers': () => uploader.resumeLeftovers(),
      'use-mobile-data': () => uploader.answerMobileData('continue'),
      'remove-failed': () => uploader.removeFailed(),
      'retry-failed': () => uploader.retryFailed(),
      'open-gallery': () => this.#deps.openGallery(),
    }
    deeds[action]()
    this.#refresh({ atOnce: true })
  }

  async choose(from: PickOptions['from']): Promise<void> {
    // A second tap while the picker opens would fail, and its words would stand there for nothing.
    if (this.#picking && this.#deps.picksAnew !== true) return
    this.#picking = true
    this.#change({ pickProblem: '' })
    try {
      await this.#telling(async () => this.add(await this.#deps.pick({ from })))
    } finally {
      this.#picking = false
    }
  }

  tapTile(taskId: string): void {
    const { uploader } = this.#deps.stores
    const { tasks } = uploader.snapshot()
    const task = tasks.find((each) => each.taskId === taskId)
    if (task === undefined) return

    if (task.state === 'ready' && task.photo !== undefined) this.#deps.openViewer(task.photo.photoId)
    else if (task.state === 'failed') uploader.retry(taskId)
    else if (task.state === 'refused') this.openSheet('failures')
    else if (task.state === 'paused') this.holdTile(taskId)
    else
      this.#deps.preview(
        task.localUrl,
        tasks.map(({ localUrl }) => localUrl),
      )
  }

  /** Offers what can be done with one photo that is on its way. */
  holdTile(taskId: string): void {
    this.#change({ sheet: 'photo', photoTaskId: taskId })
  }

  /** Pauses the photo of the sheet, or lets it go on. */
  switchPhoto(): void {
    const { taskId, paused } = this.#photo
    const { uploader } = this.#deps.stores
    if (paused) uploader.resume(taskId)
    else uploader.pause(taskId)
    this.closeSheet()
  }

  async removePhoto(): Promise<void> {
    const { taskId } = this.#photo
    this.closeSheet()
    await this.remove(taskId)
  }

  toggleDontAsk(): void {
    this.#change({ dontAsk: !this.#page.dontAsk })
  }

  async answerMobileData(answer: 'continue' | 'wait-for-wifi'): Promise<void> {
    const neverAsk = this.#page.dontAsk && answer === 'continue'
    this.#deps.stores.uploader.answerMobileData(answer)
    this.#change({ sheet: 'none', dontAsk: false })
    if (neverAsk) await this.changeSettings({ mobileData: 'use' })
  }

  retry(taskId: string): void {
    this.#deps.stores.uploader.retry(taskId)
    this.#refresh({ atOnce: true })
  }

  async remove(taskId: string): Promise<void> {
    await this.#telling(() => this.#deps.stores.uploader.remove(taskId))
  }

  /** @param place of a tile on the page, from 0; only places of held photos can be taken */
  moveToTile(taskId: string, place: number): void {
    const { uploader } = this.#deps.stores
    const held = uploader.snapshot().tasks.filter(({ state }) => state === 'held')
    const position = held.findIndex((task) => task.taskId === this.#tiles[place]?.taskId)
    if (position !== -1) uploader.move(taskId, position)
  }

  stopUploading(): void {
    const { uploader } = this.#deps.stores
    if (this.#phase === 'leftovers') uploader.discardLeftovers()
    else uploader.cancel()
    this.closeSheet()
  }

  removeFailed(): void {
    this.#deps.stores.uploader.removeFailed()
    this.closeSheet()
  }

  retryFailed(): void {
    this.#deps.stores.uploader.retryFailed()
    this.closeSheet()
  }

  /** 先排好再传, on or off. */
  toggleArrangeFirst(): Promise<void> {
    return this.changeSettings({ arrangeFirst: !this.#settings.arrangeFirst })
  }

  /** 上传前去除位置信息, on or off. */
  toggleStripLocation(): Promise<void> {
    return this.changeSettings({ metadata: this.#settings.metadata === 'keep' ? 'strip-location' : 'keep' })
  }

  async changeSettings(change: Partial<Settings>): Promise<void> {
    await this.#telling(() => this.#deps.stores.settings.set(change))
  }

  async reconnect(): Promise<void> {
    const { connection, uploader } = this.#deps.stores
    await connection.connect()
    uploader.tryNow()
  }

  openSheet(sheet: UploadSheet): void {
    this.#change({ sheet })
  }

  closeSheet(): void {
    this.#change({ sheet: 'none' })
  }

  chooseFilter(filter: TaskFilter): void {
    this.#change({ filter })
  }

  /** Photos that came without the picker: dropped or pasted. */
  add(photos: PickedPhoto[]): void {
    if (photos.length === 0) return
    const { uploader, connection } = this.#deps.stores
    if (connection.state().phase === 'left') void connection.connect()
    // What is all stored makes room for the next batch; it stays in the gallery.
    if (this.#phase === 'done') uploader.clearReady()
    uploader.add(photos, { hold: this.#settings.arrangeFirst })
  }

  get #settings(): Settings {
    return this.#deps.stores.settings.get()
  }

  /** Does what can fail for a reason that the person must read. */
  async #telling(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.#change({ pickProblem: this.#deps.text.error(error.code) })
    }
  }

  #change(change: Partial<PageState>): void {
    this.#page = { ...this.#page, ...change }
    this.#refresh({ atOnce: true })
  }

  #refresh({ atOnce = false } = {}): void {
    const { uploader, connection, gallery, settings, clock } = this.#deps.stores
    const view = this.#viewModel.next({
      uploads: uploader.snapshot(),
      connection: connection.state(),
      gallery: gallery.snapshot(),
      settings: settings.get(),
      page: this.#page,
      now: clock.now(),
    })
    // A sheet that has closed by itself stays closed.
    this.#page = { ...this.#page, sheet: view.sheet }
    this.#tiles = view.tiles
    this.#photo = view.photo
    this.#enter(view.phase)
    this.#deps.show(view, { atOnce })
  }

  #enter(phase: UploadPhase): void {
    if (phase !== this.#phase && phase === 'done') this.#deps.vibrate('light')
    if (phase !== this.#phase && phase === 'failed') this.#deps.vibrate('medium')
    const { connection, uploader } = this.#deps.stores
    const { bytesSent, readyCount } = uploader.snapshot().overall
    // The engine has reached the service by itself.
    if (phase !== this.#phase && connection.state().phase === 'failed' && bytesSent + readyCount > 0)
      void connection.connect()
    this.#phase = phase

    this.#stopCountdown?.()
    this.#stopCountdown =
      phase === 'rate-limited' ? this.#deps.stores.clock.schedule(COUNTDOWN_MS, () => this.#refresh()) : null
  }
}
