import type { ApiClient } from '@photolift/api-client'
import { AppError, type ErrorCode, type Photo } from '@photolift/contracts'
import {
  appendPage,
  compareInGallery,
  insertPhoto,
  NO_PAGES,
  type PhotoPages,
  photosOf,
  removePhotos,
  renewPage,
} from './photo-pages.js'

/** Photos asked for at once: four screens of a phone. */
const PAGE_LIMIT = 60

/** Links that end within this time are renewed before they are shown. */
const LINK_RESERVE_MS = 5 * 60_000

export interface PhotoListDeps {
  service: Pick<ApiClient, 'gallery' | 'photo' | 'deletePhoto'>
  /** Milliseconds since the epoch on the service's clock. */
  serverNow: () => number
}

export interface PhotoListSnapshot {
  /** What is known, in the gallery's order. A new array whenever something changed. */
  readonly photos: readonly Photo[]
  /** The first page has arrived. */
  readonly loaded: boolean
  /** The last page has arrived: `photos` is the whole gallery. */
  readonly complete: boolean
  /** Why the last load failed; null after a load that did not. */
  readonly errorCode: ErrorCode | null
}

/** The stored photos as this device knows them. One object for the whole app; pages come and go. */
export interface PhotoList {
  snapshot(): PhotoListSnapshot
  /** Gives the current snapshot at once, then after every change. @returns a function that stops it */
  subscribe(listener: (snapshot: PhotoListSnapshot) => void): () => void
  /** Asks for the newest photos. A failure is in the snapshot. */
  refresh(): Promise<void>
  /** Asks for the page after the last one; nothing to do at the end. A failure is in the snapshot. */
  loadMore(): Promise<void>
  /**
   * Renews links, and drops photos that the service no longer has. A failure is in the snapshot.
   * @param photoIds those whose links are renewed if they end within 5 minutes, or, with `evenFresh`, in any case
   */
  renewLinks(photoIds: readonly string[], options?: { evenFresh?: boolean }): Promise<void>
  /** A photo of the list, or else from the service. @throws AppError PHOTO_NOT_FOUND, and what a request can meet */
  find(photoId: string): Promise<Photo>
  /** Takes in photos that have just been stored. */
  insert(photos: readonly Photo[]): void
  /** Deletes one photo from the service, then here; nothing to do for one that was deleted here before. @throws AppError */
  deletePhoto(photoId: string): Promise<void>
  /** Tells which photo has just been deleted from here. @returns a function that stops it */
  onDeleted(listener: (photoId: string) => void): () => void
  /** Forgets everything, answers still on their way too. */
  clear(): void
}

export function createPhotoList({ service, serverNow }: PhotoListDeps): PhotoList {
  let known: PhotoPages = NO_PAGES
  let errorCode: ErrorCode | null = null
  let current = takeSnapshot()
  /** Grows with every clear: an answer to a question from before is not for us any more. */
  let generation = 0
  /** Photos that have just been stored, in that order: a page that was asked for before cannot name them. */
  const arrivals: Photo[] = []
  /** An answer on its way, or an upload's last word, may still name them. */
  const deletedIds = new Set<string>()
  const listeners = new Set<(snapshot: PhotoListSnapshot) => void>()
  const deletionListeners = new Set<(photoId: string) => void>()
  let lastLoad: Promise<void> = Promise.resolve()
  /** Whoever asks for the same while it is under way shares it. */
  const underWay = new Map<'first page' | 'next page', Promise<void>>()

  function takeSnapshot(): PhotoListSnapshot {
    return {
      photos: photosOf(known),
      loaded: known.nextCursor !== undefined,
      complete: known.nextCursor === null,
      errorCode,
    }
  }

  function publish(next: PhotoPages): void {
    known = removePhotos(next, deletedIds)
    current = takeSnapshot()
    for (const listener of listeners) listener(current)
  }

  /** One load after the other, so that an answer meets the pages that its question was about. */
  function inTurn(load: () => Promise<void>): Promise<void> {
    const startedIn = generation
    lastLoad = lastLoad.then(async () => {
      if (startedIn !== generation) return
      try {
        await load()
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (startedIn !== generation) return
        errorCode = error.code
        publish(known)
      }
    })
    const turn = lastLoad
    // The next load must not fail with this one's programming error; whoever waits for this turn still sees it.
    lastLoad = turn.catch(() => {})
    return turn
  }

  function share(name: 'first page' | 'next page', load: () => Promise<void>): Promise<void> {
    const running = underWay.get(name)
    if (running !== undefined) return running

    const turn = inTurn(load).finally(() => {
      if (underWay.get(name) === turn) underWay.delete(name)
    })
    underWay.set(name, turn)
    return turn
  }

  async function ask(cursor: string | undefined) {
    const askedIn = generation
    const arrivalCount = arrivals.length
    const answer = await service.gallery({ limit: PAGE_LIMIT, ...(cursor === undefined ? {} : { cursor }) })
    if (askedIn !== generation) return undefined

    errorCode = null
    return { answer, arrivedSince: arrivals.slice(arrivalCount) }
  }

  async function loadFirstPage(): Promise<void> {
    const asked = await ask(undefined)
    if (asked === undefined) return

    const { answer, arrivedSince } = asked
    const arrivedIds = new Set(arrivedSince.map((photo) => photo.photoId))
    const newestKnown = current.photos.find((photo) => !arrivedIds.has(photo.photoId))
    const last = answer.photos[answer.photos.length - 1]
    const meetsKnown = newestKnown !== undefined && last !== undefined && compareInGallery(last, newestKnown) >= 0
    // Where more is new than a page holds, what lies between it and the known photos is unknown: start over.
    const next = meetsKnown ? renewPage(known, { pageIndex: 0, answer }) : appendPage(NO_PAGES, answer)
    publish(arrivedSince.reduce(insertPhoto, next))
  }

  async function loadNextPage(): Promise<void> {
    if (known.nextCursor === null) return
    const asked = await ask(known.nextCursor)
    if (asked === undefined) return
    publish(asked.arrivedSince.reduce(insertPhoto, appendPage(known, asked.answer)))
  }

  async function renewPagesOf(photoIds: ReadonlySet<string>): Promise<void> {
    const remaining = new Set(photoIds)
    while (remaining.size > 0) {
      const pageIndex = known.pages.findIndex((page) => page.photos.some((photo) => remaining.has(photo.photoId)))
      const page = known.pages[pageIndex]
      if (page === undefined) return

      const asked = await ask(page.cursor)
      if (asked === undefined) return
      publish(asked.arrivedSince.reduce(insertPhoto, renewPage(known, { pageIndex, answer: asked.answer })))

      // What this page still holds has been answered; what it pushed out stands on the next page now, or is gone.
      for (const photo of known.pages[pageIndex]?.photos ?? []) remaining.delete(photo.photoId)
    }
  }

  function endsSoon(photo: Photo): boolean {
    // Its picture is shown by the id of a cloud file, which never ends.
    if (photo.cloudFileId !== undefined) return false
    return photo.urlExpiresAt === undefined || Date.parse(photo.urlExpiresAt) - serverNow() < LINK_RESERVE_MS
  }

  async function deletePhoto(photoId: string): Promise<void> {
    if (deletedIds.has(photoId)) return
    await service.deletePhoto(photoId)
    deletedIds.add(photoId)
    publish(known)
    for (const listener of deletionListeners) listener(photoId)
  }

  return {
    snapshot: () => current,

    subscribe(listener) {
      listeners.add(listener)
      listener(current)
      return () => listeners.delete(listener)
    },

    refresh: () => share('first page', loadFirstPage),
    loadMore: () => share('next page', loadNextPage),

    renewLinks(photoIds, { evenFresh = false } = {}) {
      const asked = new Set(photoIds)
      return inTurn(() => {
        const ending = current.photos.filter((photo) => asked.has(photo.photoId) && (evenFresh || endsSoon(photo)))
        return renewPagesOf(new Set(ending.map((photo) => photo.photoId)))
      })
    },

    async find(photoId) {
      const listed = current.photos.find((photo) => photo.photoId === photoId)
      return listed !== undefined && !endsSoon(listed) ? listed : service.photo(photoId)
    },

    insert(photos) {
      arrivals.push(...photos)
      publish(photos.reduce(insertPhoto, known))
    },

    deletePhoto,

    onDeleted(listener) {
      deletionListeners.add(listener)
      return () => deletionListeners.delete(listener)
    },

    clear() {
      generation += 1
      lastLoad = Promise.resolve()
      underWay.clear()
      errorCode = null
      arrivals.length = 0
      deletedIds.clear()
      publish(NO_PAGES)
    },
  }
}
