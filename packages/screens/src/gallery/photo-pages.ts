import type { Photo, PhotoPage } from '@photolift/contracts'

/** One answer of the gallery route, with the cursor that asked for it: asking again renews its links. */
interface LoadedPage {
  /** undefined for the first page. */
  readonly cursor: string | undefined
  /** In the gallery's order. */
  readonly photos: readonly Photo[]
}

/** The part of the gallery that this device knows: one page after the other, no photo twice. Never changed in place. */
export interface PhotoPages {
  readonly pages: readonly LoadedPage[]
  /** Asks for what follows the last page; undefined before the first page, null at the end. */
  readonly nextCursor: string | null | undefined
}

export const NO_PAGES: PhotoPages = { pages: [], nextCursor: undefined }

export function photosOf({ pages }: PhotoPages): Photo[] {
  return pages.flatMap((page) => page.photos)
}

/** The gallery's order: newest pick first, picked order inside a pick. */
export function compareInGallery(a: Photo, b: Photo): number {
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt ? -1 : 1
  if (a.pickId !== b.pickId) return a.pickId < b.pickId ? -1 : 1
  return a.position - b.position
}

export function appendPage(known: PhotoPages, answer: PhotoPage): PhotoPages {
  const knownIds = new Set(photosOf(known).map((photo) => photo.photoId))
  const photos = answer.photos.filter((photo) => !knownIds.has(photo.photoId))
  return {
    pages: [...known.pages, { cursor: known.nextCursor ?? undefined, photos }],
    nextCursor: answer.nextCursor,
  }
}

/**
 * Replaces what the page at `pageIndex` knew by a fresh answer to its cursor.
 *
 * The answer speaks for the stretch from its cursor to its last photo: known photos of that stretch that it does not name
 * are gone from the gallery. Known photos behind that stretch, pushed out by new ones, become a page of their own.
 */
export function renewPage(
  known: PhotoPages,
  { pageIndex, answer }: { pageIndex: number; answer: PhotoPage },
): PhotoPages {
  const page = known.pages[pageIndex]
  if (page === undefined) return known

  const before = known.pages.slice(0, pageIndex)
  const renewed = { cursor: page.cursor, photos: answer.photos }
  if (answer.nextCursor === null) return { pages: [...before, renewed], nextCursor: null }

  const answeredIds = new Set(answer.photos.map((photo) => photo.photoId))
  const unanswered = (photos: readonly Photo[]) => photos.filter((photo) => !answeredIds.has(photo.photoId))
  const last = answer.photos[answer.photos.length - 1]
  const pushedOut = unanswered(page.photos).filter((photo) => last !== undefined && compareInGallery(photo, last) > 0)
  const following = known.pages.slice(pageIndex + 1).map((next) => ({ ...next, photos: unanswered(next.photos) }))
  const rest = pushedOut.length === 0 ? following : [{ cursor: answer.nextCursor, photos: pushedOut }, ...following]
  return {
    pages: [...before, renewed, ...rest],
    nextCursor: rest.length === 0 ? answer.nextCursor : known.nextCursor,
  }
}

/** Puts a photo that has just been stored into its place; one that belongs behind the last loaded photo waits for its page. */
export function insertPhoto(known: PhotoPages, photo: Photo): PhotoPages {
  if (known.pages.some((page) => page.photos.some((other) => other.photoId === photo.photoId))) return known

  const inFront = known.pages.findIndex((page) => page.photos.some((other) => compareInGallery(photo, other) < 0))
  const isLast = inFront === -1
  if (isLast && known.nextCursor !== null) return known

  const pageIndex = isLast ? known.pages.length - 1 : inFront
  return {
    ...known,
    pages: known.pages.map((page, index) =>
      index === pageIndex ? { ...page, photos: [...page.photos, photo].sort(compareInGallery) } : page,
    ),
  }
}

export function removePhotos(known: PhotoPages, photoIds: ReadonlySet<string>): PhotoPages {
  if (photoIds.size === 0) return known
  return {
    ...known,
    pages: known.pages.map((page) => ({
      ...page,
      photos: page.photos.filter((photo) => !photoIds.has(photo.photoId)),
    })),
  }
}
