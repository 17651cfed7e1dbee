import { setTimeout as pause } from 'node:timers/promises'
import { AppError, type ErrorCode, type Ingest, type ItemError } from '@photolift/contracts'
import type { IngestRow } from '@photolift/database'
import type { Clock } from '../clock.js'
import { newId } from '../new-id.js'
import type { PhotoView } from '../photos/photo-view.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { IngestQueries } from '../queries/ingest-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import { type ClaimDeps, type ClaimRequest, claimMedia } from './claim-media.js'
import type { IngestWorker } from './ingest-worker.js'

export interface IngestDeps {
  /** Undefined where the service has no service account. */
  official: { claim: ClaimDeps; worker: IngestWorker } | undefined
  accounts: AccountQueries
  photos: PhotoQueries
  ingests: IngestQueries
  view: PhotoView
  clock: Clock
  /** Default: 8 s, under the 15 s of callContainer and most gateways' patience. */
  answerWithinMs?: number
}

/** Fetches what the JS-SDK has given to WeChat: `ingest`, beside the journey. */
export class IngestService {
  constructor(private readonly deps: IngestDeps) {}

  /**
   * Claims media ids and works on them, in the order of the request. What is not finished in time is `pending`, and goes on with the next
   * request of anybody, or behind the answer while the instance lives.
   *
   * @throws AppError WEB_PAGE_UNAVAILABLE; as `claimMedia` does
   */
  async ingest(request: ClaimRequest): Promise<Ingest[]> {
    const { claim } = this.official()
    const claims = await claimMedia(request, claim)
    const rows = await this.settle(request.userId, [...claims.rows.values()])
    const known = new Map((await this.toIngests(request.userId, rows)).map((ingest) => [ingest.mediaId, ingest]))
    return request.mediaIds.map((mediaId) => {
      const reason = claims.overQuota.has(mediaId) ? 'DAILY_QUOTA_EXCEEDED' : 'MEDIA_CLAIMED'
      return known.get(mediaId) ?? notClaimed(mediaId, reason)
    })
  }

  /**
   * One ingest of the caller; a pending one is worked on first.
   * @throws AppError INGEST_NOT_FOUND for any text that is none of the caller's, WEB_PAGE_UNAVAILABLE, AUTH_TOKEN_INVALID
   */
  async find(userId: string, ingestId: string): Promise<Ingest> {
    const { appid } = this.official().claim
    const { ingests, accounts, clock } = this.deps
    const found = await ingests.findOwned(userId, [ingestId])
    if (found.length === 0) {
      if (await accounts.exists(userId)) throw new AppError('INGEST_NOT_FOUND', 'no ingest of the caller has this id')
      throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    }
    const now = clock()
    await ingests.bringForward({ appid, ingestId }, { now, triedBefore: now - TRIED_LONG_AGO_MS })
    const [ingest] = await this.toIngests(userId, await this.settle(userId, found))
    // Its row went with the account a moment ago.
    if (ingest === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    return ingest
  }

  /** Waits until none is pending, or nobody works on those that are and their next try is far, or the time is up. */
  private async settle(userId: string, claimed: readonly IngestRow[]): Promise<IngestRow[]> {
    const { ingests, clock, answerWithinMs = ANSWER_WITHIN_MS } = this.deps
    const { worker, claim } = this.official()
    const ids = claimed.map(({ ingestId }) => ingestId)
    const endsAt = performance.now() + answerWithinMs
    for (;;) {
      const rows = await ingests.findOwned(userId, ids)
      const soon = clock() + answerWithinMs
      const leftMs = endsAt - performance.now()
      const awaited = rows.some(
        ({ appid, state, leaseOwner, dueAt }) =>
          // Only its own service brings on what is of another service account.
          appid === claim.appid && state === 'pending' && (leaseOwner !== null || dueAt <= soon),
      )
      if (!awaited || leftMs <= 0) {
        // Plans for what stays, without letting anybody wait for it.
        if (rows.some(({ state }) => state === 'pending')) worker.look()
        return rows
      }
      const next = new AbortController()
      // Another instance may be at it: only the rows tell.
      const again = pause(Math.min(LOOK_AGAIN_MS, leftMs), undefined, { signal: next.signal }).catch(() => {})
      await Promise.race([worker.run().then(() => pause(RESTED_MS, undefined, { signal: next.signal })), again])
      next.abort()
    }
  }

  private async toIngests(userId: string, rows: readonly IngestRow[]): Promise<Ingest[]> {
    const { photos, view, clock } = this.deps
    const photoIds = rows.flatMap(({ photoId }) => (photoId === null ? [] : [photoId]))
    const ready = (await photos.findOwned(userId, photoIds)).filter(({ status }) => status === 'ready')
    const shown = await view.toPhotos(ready, clock())
    const photoOf = new Map(shown.map((photo) => [photo.photoId, photo]))
    const { appid: ownAppid } = this.official().claim
    const now = clock()
    return rows.map(({ ingestId, mediaId, state, photoId, error, appid, deadlineAt }): Ingest => {
      // Nobody may be left who ends it: a page must not ask for ever.
      if (state === 'pending' && appid !== ownAppid && now >= deadlineAt + GRACE_MS)
        return { ingestId, mediaId, state: 'failed', error: toItemError('MEDIA_EXPIRED') }
      if (state === 'pending') return { ingestId, mediaId, state }
      const photo = photoId === null ? undefined : photoOf.get(photoId)
      if (photo !== undefined) return { ingestId, mediaId, state, photo }
      return { ingestId, mediaId, state: 'failed', error: toItemError(error ?? 'PHOTO_DELETED') }
    })
  }

  private official() {
    const { official } = this.deps
    if (official === undefined)
      throw new AppError('WEB_PAGE_UNAVAILABLE', 'OFFICIAL_APPID and OFFICIAL_SECRET are not configured')
    return official
  }
}

const ANSWER_WITHIN_MS = 8_000
const LOOK_AGAIN_MS = 500
/** After a round that found no more work: the next one is some try's pause away. */
const RESTED_MS = 100

/** A page that asks every second must not make us ask WeChat every second. */
const TRIED_LONG_AGO_MS = 5_000

/** For a try that has begun before the deadline: its lease ends sooner. */
const GRACE_MS = 600_000

/** Says no more than that: whose it is, and what became of it, is nobody's business. */
function notClaimed(mediaId: string, reason: 'MEDIA_CLAIMED' | 'DAILY_QUOTA_EXCEEDED'): Ingest {
  return { ingestId: newId(), mediaId, state: 'failed', error: toItemError(reason) }
}

function toItemError(code: ErrorCode): ItemError {
  return { code, message: REASONS[code] ?? 'it cannot become a photo' }
}

const REASONS: Partial<Record<ErrorCode, string>> = {
  MEDIA_CLAIMED: 'another account has claimed this media id',
  MEDIA_NOT_FOUND: 'WeChat has nothing under this media id, or no longer',
  MEDIA_EXPIRED: 'it could not be fetched in the three days that WeChat keeps it',
  PHOTO_TYPE_UNSUPPORTED: 'what WeChat has is no picture of a supported type',
  PHOTO_TOO_LARGE: 'what WeChat has is larger than PHOTO_MAX_BYTES',
  PHOTO_EMPTY: 'what WeChat has is empty',
  PHOTO_DELETED: 'the photo was deleted',
  QUOTA_EXCEEDED: 'the person has no space left',
  DAILY_QUOTA_EXCEEDED: 'the person has no photo left today',
}
