import type { Clock } from '@photolift/platform'
import type { Uploader, UploaderSnapshot } from '@photolift/upload-engine'
import { CALENDAR_TEXT } from '../text/calendar.js'
import { DELETION_TEXT } from '../text/deletion.js'
import { GALLERY_TEXT } from '../text/gallery.js'
import type { Language } from '../text/language.js'
import type { RemainingTime } from '../text/remaining-time.js'
import { createToast } from '../view/toast.js'
import { type DayView, toDayViews } from './day-views.js'
import { deletePhotos } from './delete-photos.js'
import { footView, type GalleryView, galleryPhase } from './gallery-view.js'
import { loadFailureText } from './load-failure-text.js'
import { toDays } from './photo-days.js'
import type { PhotoList } from './photo-list.js'
import { createPictureRepairs } from './picture-repairs.js'
import { smallPictureOf } from './picture-source.js'
import { toStripView } from './strip-view.js'
import { wallLayout } from './wall-layout.js'
import type { WallReach } from './wall-watch.js'

/** Blocks that are filled before the page was measured. */
const FIRST_BLOCKS = 2

/** Pictures in the question whether to delete. */
const DELETION_THUMBNAILS = 5

export interface GalleryScreenDeps {
  list: PhotoList
  uploader: Pick<Uploader, 'subscribe'>
  clock: Clock
  remainingTime: RemainingTime
  language: Language
  /** In px. */
  windowWidth: number
  /** Something of {@link GalleryScreen.view} has changed. */
  onChange: () => void
}

/** What the gallery shows, and what taps on it do. The page translates between it and the platform. */
export interface GalleryScreen {
  view(): GalleryView
  refresh(): Promise<void>
  loadMore(): void
  /** Something else is near the window now: pictures are filled in there, and the next page is asked for at the end. */
  reached(reach: WallReach): void
  /** Renews the links of what is near the window, where they end soon. */
  renewLinks(): void
  resize(windowWidth: number): void
  pictureFailed(photoId: string): void
  retryPicture(photoId: string): void
  startSelecting(photoId?: string): void
  stopSelecting(): void
  toggle(photoId: string): void
  toggleDay(dayKey: string): void
  toggleAll(): void
  askToDelete(): void
  keep(): void
  deleteSelected(): Promise<void>
  /** Stops listening; the screen is of no use any more. */
  close(): void
}

export function createGalleryScreen(deps: GalleryScreenDeps): GalleryScreen {
  const { list, clock, remainingTime, language, onChange } = deps
  const text = GALLERY_TEXT[language]
  const deletionText = DELETION_TEXT[language]
  const calendar = CALENDAR_TEXT[language]
  const repairs = createPictureRepairs(list, onChange)
  const toast = createToast(clock, onChange)

  let layout = wallLayout(deps.windowWidth)
  let selecting = false
  let deleting = false
  let asking = false
  let selectedIds = new Set<string>()
  let upload: UploaderSnapshot | undefined
  let nearBlockIds: ReadonlySet<string> | undefined

  const stopList = list.subscribe(({ photos }) => {
    const knownIds = new Set(photos.map((photo) => photo.photoId))
    selectedIds = new Set([...selectedIds].filter((photoId) => knownIds.has(photoId)))
    if (photos.length === 0) selecting = false
    onChange()
  })
  const stopUploader = deps.uploader.subscribe((snapshot) => {
    upload = snapshot
    onChange()
  })

  function isNear(blockId: string, ordinal: number): boolean {
    return nearBlockIds?.has(blockId) ?? ordinal < FIRST_BLOCKS
  }

  function dayViews(): DayView[] {
    const words = { ...text, day: (date: Date) => calendar.day(date, new Date(clock.now())) }
    return toDayViews({ list: list.snapshot(), layout, selectedIds, isNear, pictureState: repairs.stateOf }, words)
  }

  function renewLinks(): void {
    const ids = dayViews().flatMap((day) => day.blocks.flatMap((block) => block.tiles.map((tile) => tile.photoId)))
    void list.renewLinks(ids)
  }

  function select(photoIds: readonly string[]): void {
    selectedIds = new Set(photoIds)
    onChange()
  }

  function stopSelecting(): void {
    selecting = false
    asking = false
    select([])
  }

  /** All of these, or, where all are selected already, none of these. */
  function toggleTogether(photoIds: readonly string[]): void {
    const toggledIds = new Set(photoIds)
    const others = [...selectedIds].filter((photoId) => !toggledIds.has(photoId))
    const removes = photoIds.every((photoId) => selectedIds.has(photoId))
    select(removes ? others : [...others, ...photoIds])
  }

  return {
    view() {
      const snapshot = list.snapshot()
      const { photos, errorCode } = snapshot
      const selected = photos.filter((photo) => selectedIds.has(photo.photoId))
      const allSelected = selected.length === photos.length
      const foot = footView(snapshot)
      return {
        title: selecting ? text.selectedTitle(selected.length) : text.title,
        phase: galleryPhase(snapshot),
        days: dayViews(),
        columns: layout.columns,
        tilePx: layout.tilePx,
        foot,
        footText: { end: text.end(photos.length), loading: text.loadingMore, failed: text.loadingMoreFailed }[foot],
        ...(errorCode === null ? { failedTitle: '', failedText: '' } : loadFailureText(errorCode, text)),
        selecting,
        selectAllLabel: allSelected ? text.selectNone : text.selectAll,
        deleteLabel: deleting ? deletionText.running : deletionText.confirm(selected.length),
        canDelete: selected.length > 0 && !deleting,
        deletion: {
          visible: asking,
          question: deletionText.question(selected.length),
          thumbnailUrls: selected
            .slice(0, DELETION_THUMBNAILS)
            .map((photo) => smallPictureOf(photo, repairs.stateOf(photo.photoId))),
        },
        strip: toStripView(upload, text, timeLeft()),
        toast: toast.view(),
      }
    },

    async refresh() {
      await list.refresh()
      const { errorCode, loaded } = list.snapshot()
      if (errorCode === null) repairs.reset()
      else if (loaded) toast.show({ text: text.refreshFailed, done: false })
    },
    loadMore() {
      void list.loadMore()
    },
    reached({ blockIds, foot }) {
      const arrived = [...blockIds].some((blockId) => nearBlockIds?.has(blockId) !== true)
      const left = nearBlockIds !== undefined && nearBlockIds.size !== blockIds.size
      nearBlockIds = blockIds
      if (arrived || left) onChange()
      if (arrived) renewLinks()
      if (foot && footView(list.snapshot()) === 'loading') void list.loadMore()
    },
    renewLinks,
    resize(windowWidth) {
      layout = wallLayout(windowWidth)
      nearBlockIds = undefined
      onChange()
    },

    pictureFailed: repairs.failed,
    retryPicture: repairs.retry,

    startSelecting(photoId) {
      selecting = true
      select(photoId === undefined ? [] : [photoId])
    },
    stopSelecting,
    toggle: (photoId) => toggleTogether([photoId]),
    toggleDay(dayKey) {
      const day = toDays(list.snapshot().photos).find((candidate) => candidate.dayKey === dayKey)
      toggleTogether(day?.photos.map((photo) => photo.photoId) ?? [])
    },
    toggleAll: () => toggleTogether(list.snapshot().photos.map((photo) => photo.photoId)),

    askToDelete() {
      asking = selectedIds.size > 0 && !deleting
      onChange()
    },
    keep() {
      asking = false
      onChange()
    },
    async deleteSelected() {
      if (deleting || selectedIds.size === 0) return
      asking = false
      deleting = true
      onChange()
      const { deletedIds, failedIds } = await deletePhotos([...selectedIds], list)
      deleting = false
      const done = failedIds.length === 0
      if (done) stopSelecting()
      toast.show({ text: done ? deletionText.done(deletedIds.length) : deletionText.failed(failedIds.length), done })
    },

    close() {
      stopList()
      stopUploader()
      toast.stop()
    },
  }

  function timeLeft(): string {
    if (upload === undefined || upload.overall.secondsLeft === null) return ''
    return remainingTime.update(upload.overall.secondsLeft, clock.now())
  }
}
