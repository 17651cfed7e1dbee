import { AppError, type PartsResponse, type UploadPart } from '@photolift/contracts'
import type { MultipartUpload, ObjectStore, StoredPart } from '@photolift/cos'
import type { Database, PhotoRow } from '@photolift/database'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { statusAnswer } from '../confirm/status-answer.js'
import { countGrantCall } from '../limits/grant-call-limit.js'
import { quotaDay, takeQuota } from '../limits/quota.js'
import { type AccountQueries, openidOf } from '../queries/account-queries.js'
import type { GrantQueries } from '../queries/grant-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import { type GrantedInParts, isGrantedInParts, type PlannedPart, planParts } from './part-plan.js'

export interface PartsDeps {
  database: Database
  accounts: AccountQueries
  grants: Pick<GrantQueries, 'revive'>
  photos: PhotoQueries
  store: Pick<ObjectStore, 'initiateMultipart' | 'listParts' | 'signPartUrls' | 'abortMultiparts' | 'prove'>
  configuration: Pick<Configuration, 'uploadGrantTtlSeconds' | 'quota' | 'limits'>
  clock: Clock
}

/** How a photo that comes in parts is sent: what the bucket has, and permission for what it has not. */
export class PartsService {
  constructor(private readonly deps: PartsDeps) {}

  /**
   * Begins the upload at the first call; later calls go on with what has arrived, also after the grant ended, which a call makes last
   * longer: a client whose URLs ended asks once. A photo whose bytes are all there has every part stored, so that confirm comes next.
   *
   * @throws AppError AUTH_TOKEN_INVALID, RATE_LIMITED, PHOTO_NOT_FOUND, PHOTO_DELETED, why it was rejected, PHOTO_NOT_IN_PARTS where the
   * grant is a form, QUOTA_EXCEEDED and DAILY_QUOTA_EXCEEDED where the grant had given its quota back, STORAGE_UNAVAILABLE
   */
  async parts(userId: string, photoId: string): Promise<PartsResponse> {
    const now = this.deps.clock()
    // COS counts whole seconds, as for forms.
    const validFrom = new Date(Math.floor(now / 1_000) * 1_000)
    const expiresAt = new Date(validFrom.getTime() + this.deps.configuration.uploadGrantTtlSeconds * 1_000)
    const { photo, ownerOpenid } = await this.hold({ userId, photoId, now, heldUntil: expiresAt.getTime() })
    const arrival = photo.status === 'ready' ? 'whole' : await this.findOrBegin(photo, ownerOpenid)
    const plan = planParts(photo)
    const answer = { serverTime: new Date(now).toISOString() }
    if (arrival === 'whole') {
      return { ...answer, expiresAt: expiresAt.toISOString(), parts: plan.map((part) => ({ ...part, stored: true })) }
    }

    const missing = plan.filter((part) => !isStored(part, arrival.stored))
    const signed = await this.deps.store.signPartUrls(arrival.upload, { parts: missing, validFrom, expiresAt })
    const urls = signed.urls.values()
    const parts = plan.map((part): UploadPart => {
      if (!missing.includes(part)) return { ...part, stored: true }
      return { ...part, stored: false, url: urls.next().value as string, headers: PART_HEADERS }
    })
    return { ...answer, expiresAt: signed.expiresAt.toISOString(), parts }
  }

  /** Finds the photo and makes its grant last, in one transaction under the account's lock, as authorize does. */
  private hold({
    userId,
    photoId,
    now,
    heldUntil,
  }: {
    userId: string
    photoId: string
    now: number
    heldUntil: number
  }): Promise<{ photo: GrantedInParts; ownerOpenid: string }> {
    const { database, accounts, grants, photos, configuration } = this.deps
    return database.transaction(async (transaction) => {
      const account = await accounts.lock(transaction, userId)
      if (account === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
      countGrantCall(account, now, configuration.limits.grantsPerMinute)
      const [row] = await photos.findOwned(userId, [photoId], transaction)
      const photo = requireInParts(row)
      if (photo.status === 'pending') {
        const held = { ...photo, heldUntil, quotaDay: photo.heldUntil === null ? quotaDay(now) : photo.quotaDay }
        const refusal = photo.heldUntil === null ? takeQuota(account, held, configuration.quota) : undefined
        if (refusal !== undefined) throw new AppError(refusal.code, refusal.message)
        await grants.revive(transaction, held)
      }
      await accounts.save(transaction, account)
      return { photo, ownerOpenid: openidOf(account) }
    })
  }

  /** The upload of a photo and what has arrived of it, or `whole` where it is an object already. */
  private async findOrBegin(
    photo: GrantedInParts,
    ownerOpenid: string,
  ): Promise<{ upload: MultipartUpload; stored: StoredPart[] } | 'whole'> {
    const { photos, store } = this.deps
    const { incomingKey: key, contentType } = photo
    if (photo.uploadId !== null) {
      const upload = { key, uploadId: photo.uploadId }
      const stored = await store.listParts(upload)
      if (stored !== undefined) return { upload, stored }
      // A confirm has completed it; or its grant lapsed, or a lifecycle rule ended it, and it begins anew.
      if ((await store.prove(key, 1)) !== undefined) return 'whole'
    }

    const uploadId = await store.initiateMultipart({ key, contentType, ownerOpenid })
    if (await photos.noteUpload(photo, uploadId)) return { upload: { key, uploadId }, stored: [] }
    // Another call has begun one meanwhile, or the photo is pending no more.
    await store.abortMultiparts([{ key, uploadId }])
    const [row] = await photos.findOwned(photo.userId, [photo.photoId])
    const current = requireInParts(row)
    return current.status === 'ready' ? 'whole' : this.findOrBegin(current, ownerOpenid)
  }
}

/** Whatever else a PUT could say about its body, `wx.request` would say `application/json`. */
const PART_HEADERS = { 'content-type': 'application/octet-stream' }

function isStored({ partNumber, byteLength }: PlannedPart, stored: readonly StoredPart[]): boolean {
  return stored.some((part) => part.partNumber === partNumber && part.byteLength === byteLength)
}

function requireInParts(row: PhotoRow | undefined): GrantedInParts {
  const answer = statusAnswer<PhotoRow>(row, row ?? NOT_FOUND)
  if ('code' in answer) throw new AppError(answer.code, answer.message)
  if (!isGrantedInParts(answer)) throw new AppError('PHOTO_NOT_IN_PARTS', 'the photo was not granted to come in parts')
  return answer
}

const NOT_FOUND = { code: 'PHOTO_NOT_FOUND', message: 'no photo of the caller has this id' } as const
