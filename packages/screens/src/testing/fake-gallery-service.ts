import { AppError, type ErrorCode, type Photo, type PhotoPage, type PhotoPageQuery } from '@photolift/contracts'
import type { PhotoListDeps } from '../gallery/photo-list.js'
import { compareInGallery } from '../gallery/photo-pages.js'

/** Keeps photos in memory and pages through them as the service does: a cursor names the photo that it continues after. */
export class FakeGalleryService implements Required<PhotoListDeps['service']> {
  /** Photos on a page, whatever was asked. */
  pageSize = 3
  readonly galleryQueries: PhotoPageQuery[] = []
  readonly deletedIds: string[] = []
  /** Photos whose deletion fails, and with what. */
  readonly undeletable = new Map<string, ErrorCode>()
  private photos: Photo[] = []
  private failure: ErrorCode | undefined
  private held: Array<() => void> | undefined

  constructor(photos: Photo[] = []) {
    this.store(...photos)
  }

  store(...photos: Photo[]): void {
    const ids = new Set(photos.map((photo) => photo.photoId))
    this.photos = [...this.photos.filter((photo) => !ids.has(photo.photoId)), ...photos].sort(compareInGallery)
  }

  lose(photoId: string): void {
    this.photos = this.photos.filter((photo) => photo.photoId !== photoId)
  }

  /** Makes the next question fail, for a page or for one photo. */
  failNext(code: ErrorCode): void {
    this.failure = code
  }

  /** Gallery answers wait, with what was true when they were asked, until the returned function is called. */
  holdAnswers(): () => Promise<void> {
    const held: Array<() => void> = []
    this.held = held
    return async () => {
      this.held = undefined
      for (const release of held) release()
      await settle()
    }
  }

  async gallery(query: PhotoPageQuery = {}): Promise<PhotoPage> {
    this.galleryQueries.push(query)
    const failure = this.takeFailure()
    const answer = this.pageAfter(query.cursor)
    if (this.held !== undefined) await new Promise<void>((resolve) => this.held?.push(resolve))
    if (failure !== undefined) throw failure
    return answer
  }

  async photo(photoId: string): Promise<Photo> {
    const failure = this.takeFailure()
    if (failure !== undefined) throw failure
    const photo = this.photos.find((candidate) => candidate.photoId === photoId)
    if (photo === undefined) throw new AppError('PHOTO_NOT_FOUND', photoId)
    return photo
  }

  async deletePhoto(photoId: string): Promise<void> {
    const code = this.undeletable.get(photoId)
    if (code !== undefined) throw new AppError(code, photoId)
    this.lose(photoId)
    this.deletedIds.push(photoId)
  }

  private takeFailure(): AppError | undefined {
    const code = this.failure
    this.failure = undefined
    return code === undefined ? undefined : new AppError(code, 'the test says so')
  }

  private pageAfter(cursor: string | undefined): PhotoPage {
    const behind = cursor === undefined ? this.photos : this.photos.filter((photo) => sortKey(photo) > cursor)
    const photos = behind.slice(0, this.pageSize)
    const last = photos[photos.length - 1]
    return { photos, nextCursor: behind.length > photos.length && last !== undefined ? sortKey(last) : null }
  }
}

/** Lets promises that are already resolved run their course. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** Ascending as the gallery descends. */
function sortKey({ createdAt, pickId, position }: Photo): string {
  const age = String(10 ** 14 - Date.parse(createdAt)).padStart(15, '0')
  return `${age}/${pickId}/${String(position).padStart(4, '0')}`
}
