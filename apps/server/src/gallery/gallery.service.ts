import { AppError, type PhotoPage } from '@photolift/contracts'
import type { Clock } from '../clock.js'
import type { PhotoView } from '../photos/photo-view.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { GalleryQueries } from '../queries/gallery-queries.js'
import { isGalleryKey } from './gallery-key.js'

export interface GalleryDeps {
  accounts: AccountQueries
  gallery: GalleryQueries
  view: PhotoView
  clock: Clock
}

/** Shows what is stored: the step `gallery`. */
export class GalleryService {
  constructor(private readonly deps: GalleryDeps) {}

  /**
   * One page of `ready` photos. The cursor is the last photo's place, so pages stay right while photos come and go.
   *
   * @throws AppError REQUEST_INVALID for a cursor that no page has given, AUTH_TOKEN_INVALID where the account is gone
   */
  async page(userId: string, { cursor, limit }: { cursor?: string; limit: number }): Promise<PhotoPage> {
    if (cursor !== undefined && !isGalleryKey(cursor))
      throw new AppError('REQUEST_INVALID', 'cursor: is no nextCursor of an earlier page')
    // One more than asked for tells whether another page follows.
    const rows = await this.deps.gallery.page({ userId, after: cursor, limit: limit + 1 })
    if (rows.length === 0 && !(await this.deps.accounts.exists(userId)))
      throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    const now = this.deps.clock()
    const shown = rows.slice(0, limit)
    return {
      photos: await this.deps.view.toPhotos(shown, now),
      nextCursor: rows.length > limit ? (shown.at(-1)?.galleryKey ?? null) : null,
    }
  }
}
