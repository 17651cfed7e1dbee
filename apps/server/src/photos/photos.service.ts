import { AppError, type Photo } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Clock } from '../clock.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import type { PhotoStatus } from './photo-status.js'
import type { PhotoView } from './photo-view.js'
import { removeBytesOf } from './remove-bytes.js'

export interface PhotosDeps {
  accounts: AccountQueries
  photos: PhotoQueries
  status: PhotoStatus
  store: Pick<ObjectStore, 'abortMultiparts' | 'deleteMany'>
  view: PhotoView
  clock: Clock
}

/** Single photos of their owner. An id that is no photo of the caller, foreign or made up, is PHOTO_NOT_FOUND. */
export class PhotosService {
  constructor(private readonly deps: PhotosDeps) {}

  /** One photo in any status. */
  async find(userId: string, photoId: string): Promise<Photo> {
    const [row] = await this.deps.photos.findOwned(userId, [photoId])
    if (row === undefined || row.status === 'deleted') throw await this.notFound(userId)
    const [photo] = await this.deps.view.toPhotos([row], this.deps.clock())
    return photo as Photo
  }

  /**
   * Deletes row and objects. Calling it again is the same, so that a client whose reply was lost, or which met an unavailable bucket,
   * simply repeats.
   *
   * @throws AppError STORAGE_UNAVAILABLE: the photo is gone for everybody, its bytes not yet
   */
  async remove(userId: string, photoId: string): Promise<void> {
    const row = await this.deps.status.toDeleted(userId, photoId)
    if (row === undefined) throw await this.notFound(userId)
    await removeBytesOf([row], this.deps.store)
  }

  private async notFound(userId: string): Promise<AppError> {
    return (await this.deps.accounts.exists(userId))
      ? new AppError('PHOTO_NOT_FOUND', 'no photo of the caller has this id')
      : new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
  }
}
