import {
  AppError,
  FILE_LINK_TTL_SECONDS,
  type FileLink,
  type FileLinksRequest,
  type ItemError,
} from '@photolift/contracts'
import type { ObjectStore, ReadUrl } from '@photolift/cos'
import type { Clock } from '../clock.js'
import { statusAnswer } from '../confirm/status-answer.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { LinkableRow, PhotoQueries } from '../queries/photo-queries.js'

export interface LinksDeps {
  accounts: AccountQueries
  photos: PhotoQueries
  store: Pick<ObjectStore, 'readUrls' | 'cloudFileId'>
  clock: Clock
}

/** Links to stored bytes, for a back end or a page that gets ids. */
export class LinksService {
  constructor(private readonly deps: LinksDeps) {}

  /**
   * A link or a reason for each id, in their order: one query and one call to the storage, however many.
   * @throws AppError AUTH_TOKEN_INVALID where the account is gone, and as `ObjectStore.readUrls` does
   */
  async links(userId: string, { photoIds, ttlSeconds = FILE_LINK_TTL_SECONDS.default }: FileLinksRequest) {
    const rows = await this.deps.photos.findLinkable(userId, [...new Set(photoIds)])
    if (rows.length === 0 && !(await this.deps.accounts.exists(userId)))
      throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    const ready = rows.filter(isReady)
    const validFrom = new Date(Math.floor(this.deps.clock() / 1_000) * 1_000)
    const validUntil = new Date(validFrom.getTime() + ttlSeconds * 1_000)
    const requests = ready.map(({ finalKey: key }) => ({ key, validFrom, validUntil }))
    const urls = requests.length === 0 ? [] : await this.deps.store.readUrls(requests)
    const links = new Map(ready.map((row, index) => [row.photoId, this.toLink(row, urls[index])]))
    const rowsById = new Map(rows.map((row) => [row.photoId, row]))
    return photoIds.map((photoId): FileLink => {
      const link = links.get(photoId)
      return link ?? { photoId, error: refusal(rowsById.get(photoId)) }
    })
  }

  private toLink({ photoId, finalKey }: ReadyRow, url: ReadUrl | undefined): FileLink {
    if (url === undefined) throw new Error('The storage has answered fewer links than were asked for.')
    if ('error' in url) return { photoId, error: url.error }
    const cloudFileId = this.deps.store.cloudFileId(finalKey)
    return {
      photoId,
      url: url.url,
      expiresAt: url.expiresAt.toISOString(),
      ...(cloudFileId === undefined ? {} : { cloudFileId }),
    }
  }
}

type ReadyRow = LinkableRow & { finalKey: string }

function isReady(row: LinkableRow): row is ReadyRow {
  return row.status === 'ready' && row.finalKey !== null
}

function refusal(row: LinkableRow | undefined): ItemError {
  const answer = statusAnswer(row, { code: 'PHOTO_NOT_UPLOADED', message: 'it was not confirmed yet' })
  if ('code' in answer) return answer
  throw new Error(`Photo ${answer.photoId} is ready and has no key.`)
}
