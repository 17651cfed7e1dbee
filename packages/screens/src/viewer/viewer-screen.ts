import { AppError, type Photo } from '@photolift/contracts'
import type { Clock } from '@photolift/platform'
import { deletePhotos } from '../gallery/delete-photos.js'
import type { PhotoList } from '../gallery/photo-list.js'
import { createPictureRepairs } from '../gallery/picture-repairs.js'
import { largePictureOf, smallPictureOf } from '../gallery/picture-source.js'
import { DELETION_TEXT } from '../text/deletion.js'
import type { Language } from '../text/language.js'
import { VIEWER_TEXT } from '../text/viewer.js'
import { createToast, type ToastView } from '../view/toast.js'
import { photoCaption, photoFacts } from './photo-facts.js'
import { isNearEdge, windowAround } from './slide-window.js'
import type { SlideView, ViewerView } from './viewer-view.js'

/** Two taps within this time are one double tap. */
const DOUBLE_TAP_MS = 300

/** Slides to each side of the current one whose picture is loaded already. */
const PRELOADED = 1

/** Photos left in the list when the next page is asked for. */
const LOAD_MORE_BEFORE_END = 10

export interface ViewerScreenDeps {
  list: PhotoList
  clock: Clock
  language: Language
  /** The photo to open at. */
  photoId: string
  /** Something of {@link ViewerScreen.view} has changed. */
  onChange: () => void
  /** The last photo was deleted: there is nothing to look at. */
  onEmpty: () => void
  /** Opens the platform's own viewer, which can zoom. */
  onZoom: (urls: string[], currentUrl: string) => void
}

/** What the viewer shows, and what taps on it do. The page translates between it and the platform. */
export interface ViewerScreen {
  view(): ViewerView
  /** Finds the photo, and again after a failure. */
  open(): Promise<void>
  /** The person swipes to a slide. */
  slideTo(slideIndex: number): void
  /** The swiper has come to rest. */
  rest(): void
  tap(): void
  pictureFailed(photoId: string): void
  retryPicture(photoId: string): void
  /** Renews the links around the current photo, where they end soon. */
  renewLinks(): void
  /** The photo that is looked at; undefined while none is. */
  currentId(): string | undefined
  /** A photo was made out of the current one: goes to it, and says so. */
  showEdited(photoId: string): void
  /** To the current photo in full, renewed where it ends soon; undefined where there is none. */
  freshLink(): Promise<string | undefined>
  tell(toast: ToastView): void
  showInfo(): void
  hideInfo(): void
  askToDelete(): void
  keep(): void
  deleteCurrent(): Promise<void>
  /** Stops listening; the screen is of no use any more. */
  close(): void
}

export function createViewerScreen(deps: ViewerScreenDeps): ViewerScreen {
  const { list, clock, language } = deps
  const text = VIEWER_TEXT[language]
  const deletionText = DELETION_TEXT[language]
  const repairs = createPictureRepairs(list, onChange)
  const toast = createToast(clock, onChange)

  /** Asked for by id because the gallery's pages known here do not reach it. */
  let single: Photo | undefined
  let currentId = deps.photoId
  let phase: ViewerView['phase'] = 'loading'
  let failedText = ''
  let slideIds: string[] = []
  let firstSlide = 0
  let slideRound = 0
  let barsVisible = true
  let infoVisible = false
  let asking = false
  let deleting = false
  let cancelTap: (() => void) | undefined
  let isEmpty = false

  function onChange(): void {
    // The page is on its way out: what it told now, such as its title, would be told about the page below.
    if (!isEmpty) deps.onChange()
  }

  const stopList = list.subscribe(() => {
    if (phase === 'photos') keepSlidesTrue()
    onChange()
  })

  function photos(): readonly Photo[] {
    const listed = list.snapshot().photos
    return single === undefined || listed.some((photo) => photo.photoId === single?.photoId) ? listed : [single]
  }

  function placeOf(photoId: string): number {
    return photos().findIndex((photo) => photo.photoId === photoId)
  }

  function layAround(place: number): void {
    const { start, end } = windowAround(place, photos().length)
    slideIds = photos()
      .slice(start, end)
      .map((photo) => photo.photoId)
    firstSlide = place - start
    slideRound += 1
  }

  /** Photos of the window may be deleted, here or on another phone: then it is laid anew, around the next one that is left. */
  function keepSlidesTrue(): void {
    const knownIds = new Set(photos().map((photo) => photo.photoId))
    if (slideIds.every((photoId) => knownIds.has(photoId))) return

    const currentSlide = slideIds.indexOf(currentId)
    const remaining = [...slideIds.slice(currentSlide), ...slideIds.slice(0, currentSlide).reverse()]
    const nextId = remaining.find((photoId) => knownIds.has(photoId))
    if (nextId === undefined) {
      isEmpty = true
      deps.onEmpty()
      return
    }
    currentId = nextId
    layAround(placeOf(nextId))
  }

  function aroundCurrent(distance: number): string[] {
    const slide = slideIds.indexOf(currentId)
    return slideIds.slice(Math.max(0, slide - distance), slide + distance + 1)
  }

  function toggleBars(): void {
    cancelTap = undefined
    barsVisible = !barsVisible
    onChange()
  }

  function zoom(): void {
    const shown = photos().filter((photo) => slideIds.includes(photo.photoId))
    const current = shown.find((photo) => photo.photoId === currentId)
    if (current === undefined) return
    const pictureOf = (photo: Photo) => largePictureOf(photo, repairs.stateOf(photo.photoId))
    if (pictureOf(current) === '') return
    deps.onZoom(
      shown.map(pictureOf).filter((src) => src !== ''),
      pictureOf(current),
    )
  }

  function renewLinks(): void {
    void list.renewLinks(aroundCurrent(2 * PRELOADED))
  }

  function toSlide(photo: Photo, place: number, loadedIds: ReadonlySet<string>): SlideView {
    const { phase: picture, attempt } = repairs.stateOf(photo.photoId)
    const loaded = loadedIds.has(photo.photoId)
    return {
      photoId: photo.photoId,
      label: text.photo(place + 1, photoCaption(photo, language)),
      thumbnailUrl: loaded ? smallPictureOf(photo, { attempt }) : '',
      viewUrl: loaded && picture === 'shown' ? largePictureOf(photo, { attempt }) : '',
      attempt,
      brokenText: picture === 'broken' ? brokenText(photo) : '',
    }
  }

  function brokenText({ contentType }: Photo): string {
    return contentType === 'image/heic' ? text.brokenHeic : text.broken
  }

  function slideViews(): SlideView[] {
    const loadedIds = new Set(aroundCurrent(PRELOADED))
    const places = new Map(photos().map((photo, place) => [photo.photoId, { photo, place }]))
    return slideIds.flatMap((photoId) => {
      const found = places.get(photoId)
      return found === undefined ? [] : [toSlide(found.photo, found.place, loadedIds)]
    })
  }

  function titleOf(place: number): string {
    const orMore = list.snapshot().complete || photos()[0] === single ? '' : '+'
    return `${place + 1} / ${photos().length}${orMore}`
  }

  return {
    view() {
      const place = placeOf(currentId)
      const current = photos()[place]
      return {
        title: current === undefined || !barsVisible ? '' : titleOf(place),
        phase,
        failedText,
        slides: slideViews(),
        firstSlide,
        slideRound,
        barsVisible,
        caption: current === undefined ? '' : photoCaption(current, language),
        facts: current === undefined ? [] : photoFacts(current, language),
        infoVisible,
        deletion: { visible: asking, question: deletionText.question(1) },
        deleting,
        toast: toast.view(),
      }
    },

    async open() {
      phase = 'loading'
      onChange()
      try {
        if (placeOf(currentId) === -1 && !list.snapshot().loaded) await list.refresh()
        if (placeOf(currentId) === -1) single = await list.find(currentId)
        phase = 'photos'
        layAround(placeOf(currentId))
        renewLinks()
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        phase = 'failed'
        failedText = error.code === 'PHOTO_NOT_FOUND' ? text.notFound : text.failed
      }
      onChange()
    },

    slideTo(slideIndex) {
      const photoId = slideIds[slideIndex]
      if (photoId === undefined || photoId === currentId) return
      currentId = photoId
      renewLinks()
      if (photos().length - placeOf(currentId) <= LOAD_MORE_BEFORE_END) void list.loadMore()
      onChange()
    },
    rest() {
      const place = placeOf(currentId)
      const start = place - slideIds.indexOf(currentId)
      if (!isNearEdge({ start, end: start + slideIds.length }, place, photos().length)) return
      layAround(place)
      onChange()
    },

    tap() {
      if (cancelTap === undefined) {
        cancelTap = clock.schedule(DOUBLE_TAP_MS, toggleBars)
        return
      }
      cancelTap()
      cancelTap = undefined
      zoom()
    },

    pictureFailed: repairs.failed,
    retryPicture: repairs.retry,
    renewLinks,

    currentId: () => (phase === 'photos' ? currentId : undefined),
    showEdited(photoId) {
      if (placeOf(photoId) !== -1) {
        currentId = photoId
        layAround(placeOf(photoId))
      }
      toast.show({ text: text.edited, done: true })
    },
    async freshLink() {
      const photoId = currentId
      await list.renewLinks([photoId])
      return photos().find((photo) => photo.photoId === photoId)?.viewUrl
    },
    tell: toast.show,
    showInfo() {
      infoVisible = true
      onChange()
    },
    hideInfo() {
      infoVisible = false
      onChange()
    },
    askToDelete() {
      asking = !deleting
      onChange()
    },
    keep() {
      asking = false
      onChange()
    },
    async deleteCurrent() {
      if (deleting) return
      asking = false
      deleting = true
      onChange()
      const { deletedIds, failedIds } = await deletePhotos([currentId], list)
      deleting = false
      if (single !== undefined && deletedIds.includes(single.photoId)) {
        single = undefined
        keepSlidesTrue()
      }
      const done = failedIds.length === 0
      toast.show({ text: done ? deletionText.done(1) : deletionText.failed(1), done })
    },

    close() {
      stopList()
      cancelTap?.()
      toast.stop()
    },
  }
}
