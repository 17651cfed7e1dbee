import { AppError, type ErrorCode } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database, PhotoRow } from '@photolift/database'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { newGalleryKey } from '../gallery/gallery-key.js'
import { quotaDay, takeQuota } from '../limits/quota.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { EditQueries } from '../queries/edit-queries.js'
import type { GrantQueries } from '../queries/grant-queries.js'
import type { IngestQueries, LeasedIngest } from '../queries/ingest-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import type { FetchedMedia, MediaFetcher } from './fetch-media.js'
import { pauseAfter } from './next-try.js'

export interface IngestAttemptDeps {
  database: Database
  accounts: AccountQueries
  photos: PhotoQueries
  grants: GrantQueries
  edits: EditQueries
  ingests: IngestQueries
  fetcher: MediaFetcher
  store: Pick<ObjectStore, 'deleteMany'>
  quota: Configuration['quota']
  clock: Clock
  logger: Logger
}

/** What became of one try; `lost` where the lease, the row or the account was gone. */
export type AttemptResult =
  | { outcome: 'ready'; byteLength: number }
  | { outcome: 'lost' }
  | { outcome: 'put-off' | 'failed'; error: AppError }

/**
 * One try of one leased ingest. Whatever happens, what it wrote is named by a `ready` row or deleted; where a deletion fails, or the
 * process dies, the row still names it for the next try.
 *
 * @param ends `closing` as the instance stops; `withinMs` for the bytes
 */
export async function attemptIngest(
  job: LeasedIngest,
  deps: IngestAttemptDeps,
  { closing, withinMs }: { closing: AbortSignal; withinMs: number },
): Promise<AttemptResult> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(withinMs)])
  const { ingests, clock } = deps
  const putOff = async (error: AppError, objectKey: string | null): Promise<AttemptResult> => {
    const dueAt = clock() + pauseAfter(error, { tries: job.tries, closing })
    return (await ingests.putOff(job, { dueAt, objectKey })) ? { outcome: 'put-off', error } : { outcome: 'lost' }
  }
  if (job.leftover !== null) {
    // The try before lost its lease: it can win no more, so nothing needs its object. The row has one place for a name.
    if (!(await deleteObject(job.leftover, job, deps)))
      return putOff(new AppError('STORAGE_UNAVAILABLE', 'what the try before has left is still there'), job.leftover)
    if (!(await ingests.nameObject(job))) return { outcome: 'lost' }
  }
  try {
    if (clock() >= job.deadlineAt) throw new AppError('MEDIA_EXPIRED', 'WeChat keeps media for three days')
    const ownerOpenid = await deps.accounts.openidOf(job.userId)
    if (ownerOpenid === undefined) return { outcome: 'lost' }
    const fetched = await deps.fetcher.fetch({ mediaId: job.mediaId, key: job.objectKey, ownerOpenid, signal })
    const kept = await finish(job, fetched, deps)
    if (kept !== 'ours') await deleteObject(job.objectKey, job, deps)
    return kept === 'lost' ? { outcome: 'lost' } : { outcome: 'ready', byteLength: fetched.byteLength }
  } catch (cause) {
    if (await isReady(job, deps)) return { outcome: 'ready', byteLength: 0 }
    const error = cause instanceof AppError ? cause : new AppError('INTERNAL', 'the ingest stays pending', { cause })
    const objectKey = (await deleteObject(job.objectKey, job, deps)) ? null : job.objectKey
    if (FINAL.has(error.code)) {
      const hasFailed = await ingests.fail(job, { error: error.code, objectKey })
      return hasFailed ? { outcome: 'failed', error } : { outcome: 'lost' }
    }
    return putOff(error, objectKey)
  }
}

/**
 * Where trying again would give the same. Want of quota is among them, because only the person can end it, and has to be told: they delete
 * photos or come back on another day, and claim the id again. Waiting would leave a picture under way for a day, without a word.
 */
const FINAL = new Set<ErrorCode>([
  'MEDIA_NOT_FOUND',
  'MEDIA_EXPIRED',
  'PHOTO_TYPE_UNSUPPORTED',
  'PHOTO_TOO_LARGE',
  'PHOTO_EMPTY',
  'QUOTA_EXCEEDED',
  'DAILY_QUOTA_EXCEEDED',
])

/**
 * Makes the photo and ends the ingest in one transaction that holds the account's lock: of all tries one wins, and quota holds. Bytes
 * that the person has stored before are that photo, as for grants.
 *
 * @returns `ours` where the photo names the object of this try
 * @throws AppError QUOTA_EXCEEDED, DAILY_QUOTA_EXCEEDED
 */
function finish(
  job: LeasedIngest,
  fetched: FetchedMedia,
  deps: IngestAttemptDeps,
): Promise<'ours' | 'stored' | 'lost'> {
  const { database, accounts, grants, edits, ingests, quota, clock } = deps
  const { contentMd5, byteLength, contentType } = fetched
  return database.transaction(async (transaction) => {
    const account = await accounts.lock(transaction, job.userId)
    if (account === undefined) return 'lost'
    const alike = await grants.readyByContent(transaction, job.userId, [contentMd5])
    const stored = alike.find((row) => row.byteLength === byteLength && row.contentType === contentType)
    const photo = stored ?? photoOf(job, fetched, clock())
    const refusal = stored === undefined ? takeQuota(account, photo, quota) : undefined
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.message)
    // An object that no photo names stays named by the row, should it outlive its deletion.
    const objectKey = stored === undefined ? null : job.objectKey
    if (!(await ingests.finish(transaction, job, { photoId: photo.photoId, objectKey }))) return 'lost'
    if (stored !== undefined) return 'stored'
    await edits.insert(transaction, photo)
    await accounts.save(transaction, account)
    return 'ours'
  })
}

function photoOf(job: LeasedIngest, fetched: FetchedMedia, now: number): PhotoRow {
  const { ingestId, userId, pickId, position, pickedAt, objectKey } = job
  const { byteLength, contentType, contentMd5, size } = fetched
  return {
    photoId: photoIdOf(job),
    userId,
    // No client can send a colon.
    taskId: `ingest:${ingestId}`,
    pickId,
    position,
    name: null,
    byteLength,
    contentType,
    contentMd5,
    status: 'ready',
    rejection: null,
    // No form ever writes it: the key that its bytes came to is the only one there is.
    incomingKey: objectKey,
    finalKey: objectKey,
    width: size?.width ?? null,
    height: size?.height ?? null,
    createdAt: pickedAt,
    galleryKey: newGalleryKey({ pickedAt, position, photoId: photoIdOf(job) }),
    heldUntil: null,
    quotaDay: quotaDay(now),
    partByteLength: null,
    uploadId: null,
    sourcePhotoId: null,
    editDigest: null,
    thumbnailKey: null,
    thumbnailRefusal: null,
  }
}

/** The id that the photo of an ingest will have; both are the person's own. */
export function photoIdOf({ ingestId }: Pick<LeasedIngest, 'ingestId'>): string {
  return ingestId
}

/** Whether a commit whose reply was lost has made it `ready` after all. Where nobody answers, its object must stay. */
async function isReady({ ingestId, objectKey }: LeasedIngest, { photos }: IngestAttemptDeps): Promise<boolean> {
  const photo = await photos.find(photoIdOf({ ingestId }))
  return photo !== undefined && photo.finalKey === objectKey
}

/** @returns whether it is gone */
async function deleteObject(
  key: string,
  { ingestId }: LeasedIngest,
  { store, logger }: IngestAttemptDeps,
): Promise<boolean> {
  try {
    await store.deleteMany([key])
    return true
  } catch (error) {
    logger.warn({ step: 'ingest', ingestId, err: error, objectCount: 1 }, 'leftovers not deleted')
    return false
  }
}
