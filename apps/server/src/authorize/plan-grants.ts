import { type ItemError, PHOTO_CONTENT_TYPES, type PhotoContentType } from '@photolift/contracts'
import type { CheckedUploadGrantsRequest } from '@photolift/contracts/schemas'
import type { PhotoRow } from '@photolift/database'
import type { Configuration } from '../configuration/configuration.js'
import { newGalleryKey } from '../gallery/gallery-key.js'
import { type QuotaCounters, quotaDay, takeQuota } from '../limits/quota.js'
import { newOrderedId } from '../new-id.js'
import { isGrantedInParts, partByteLengthFor } from '../parts/part-plan.js'
import { newIncomingKey } from '../photos/object-keys.js'

export type RequestedPhoto = CheckedUploadGrantsRequest['photos'][number]

/** What one requested photo gets. */
export type GrantDecision =
  | { kind: 'form' | 'multipart'; change: 'insert' | 'renew' | 'revive'; photo: PhotoRow }
  | { kind: 'stored'; taskId: string; photo: PhotoRow }
  | { kind: 'refused'; taskId: string; error: ItemError }

export interface GrantPlanInput {
  photos: readonly RequestedPhoto[]
  userId: string
  /** Counters of the account; the plan takes from them. */
  account: QuotaCounters & { lastPickedAt: number }
  /** Rows that have one of the requested tasks. */
  byTask: readonly PhotoRow[]
  /** `ready` rows that have one of the requested MD5s. */
  readyByContent: readonly PhotoRow[]
  /** Times of picks that are known; the plan adds new ones. */
  pickTimes: Map<string, number>
  now: number
  heldUntil: number
  limits: Pick<Configuration, 'photoMaxBytes' | 'quota'> & {
    /** Larger photos come in parts. */
    multipartAboveBytes: number
  }
}

/** Decides for each photo of a call, in order, and takes quota for the granted ones. Reads and writes nothing else. */
export function planGrants(input: GrantPlanInput): GrantDecision[] {
  const byTask = new Map(input.byTask.map((photo) => [photo.taskId, photo]))
  return input.photos.map((requested) => {
    const outcome = decide(requested, byTask.get(requested.taskId), input)
    return 'kind' in outcome ? outcome : { kind: 'refused', taskId: requested.taskId, error: outcome }
  })
}

function decide(
  requested: RequestedPhoto,
  known: PhotoRow | undefined,
  input: GrantPlanInput,
): GrantDecision | ItemError {
  const unacceptable = refuseUnacceptable(requested, input.limits.photoMaxBytes)
  if (unacceptable !== undefined) return unacceptable
  if (known !== undefined) return decideKnown(requested, known, input)
  const stored = input.readyByContent.find((photo) => hasSameBytes(photo, requested))
  return stored === undefined
    ? decideNew(requested, input)
    : { kind: 'stored', taskId: requested.taskId, photo: stored }
}

/** What no grant is given for, whoever asks. */
function refuseUnacceptable(requested: RequestedPhoto, photoMaxBytes: number): ItemError | undefined {
  if (requested.byteLength === 0) return { code: 'PHOTO_EMPTY', message: 'byteLength is 0' }
  if (requested.byteLength > photoMaxBytes)
    return { code: 'PHOTO_TOO_LARGE', message: `byteLength ${requested.byteLength} > ${photoMaxBytes}` }
  if (!isPhotoContentType(requested.contentType))
    return { code: 'PHOTO_TYPE_UNSUPPORTED', message: `contentType is none of ${PHOTO_CONTENT_TYPES.join(', ')}` }
  return undefined
}

function isPhotoContentType(contentType: string): contentType is PhotoContentType {
  return PHOTO_CONTENT_TYPES.includes(contentType as PhotoContentType)
}

/** A task that comes again: the same photo, or the reason why not. */
function decideKnown(requested: RequestedPhoto, known: PhotoRow, input: GrantPlanInput): GrantDecision | ItemError {
  if (known.status === 'deleted') return { code: 'PHOTO_DELETED', message: 'the photo of this task was deleted' }
  const changed = TASK_ATTRIBUTES.find((attribute) => known[attribute] !== requested[attribute])
  if (changed !== undefined) return { code: 'TASK_CONFLICT', message: `${changed} differs from this task's first call` }
  if (known.status === 'rejected')
    return { code: known.rejection ?? 'PHOTO_NOT_AS_GRANTED', message: 'the photo of this task was rejected' }
  if (known.status === 'ready') return { kind: 'stored', taskId: known.taskId, photo: known }
  if (known.heldUntil !== null && known.heldUntil > input.now)
    return granted({ ...known, heldUntil: input.heldUntil }, 'renew')
  // Nothing but the service makes an object of parts, so what has arrived stays of use; an old form could still write.
  const incomingKey = isGrantedInParts(known) ? known.incomingKey : newIncomingKey(known)
  return takeAndGrant({ ...known, incomingKey }, 'revive', input)
}

/** What a task may not change; its first `name` stays. */
const TASK_ATTRIBUTES = ['pickId', 'position', 'byteLength', 'contentType', 'contentMd5'] as const

function hasSameBytes(photo: PhotoRow, requested: RequestedPhoto): boolean {
  return (
    photo.contentMd5 === requested.contentMd5 &&
    photo.byteLength === requested.byteLength &&
    photo.contentType === requested.contentType
  )
}

function decideNew(requested: RequestedPhoto, input: GrantPlanInput): GrantDecision | ItemError {
  const { userId } = input
  const photoId = newOrderedId(input.now)
  const pickedAt = input.pickTimes.get(requested.pickId) ?? Math.max(input.now, input.account.lastPickedAt + 1)
  const photo: PhotoRow = {
    photoId,
    userId,
    taskId: requested.taskId,
    pickId: requested.pickId,
    position: requested.position,
    name: requested.name ?? null,
    byteLength: requested.byteLength,
    contentType: requested.contentType as PhotoContentType,
    contentMd5: requested.contentMd5,
    status: 'pending',
    rejection: null,
    incomingKey: newIncomingKey({ userId, photoId }),
    finalKey: null,
    width: null,
    height: null,
    createdAt: pickedAt,
    galleryKey: newGalleryKey({ pickedAt, position: requested.position, photoId }),
    heldUntil: null,
    quotaDay: 0,
    partByteLength:
      requested.byteLength > input.limits.multipartAboveBytes ? partByteLengthFor(requested.byteLength) : null,
    uploadId: null,
    sourcePhotoId: null,
    editDigest: null,
    thumbnailKey: null,
    thumbnailRefusal: null,
  }
  const outcome = takeAndGrant(photo, 'insert', input)
  if (!('kind' in outcome)) return outcome
  // A pick gets its time with its first grant, later than every other pick's, so that picks never mix in the gallery.
  input.pickTimes.set(requested.pickId, pickedAt)
  input.account.lastPickedAt = Math.max(input.account.lastPickedAt, pickedAt)
  return outcome
}

function takeAndGrant(
  photo: PhotoRow,
  change: 'insert' | 'revive',
  { account, now, heldUntil, limits }: GrantPlanInput,
): GrantDecision | ItemError {
  const held = { ...photo, heldUntil, quotaDay: quotaDay(now) }
  return takeQuota(account, held, limits.quota) ?? granted(held, change)
}

function granted(photo: PhotoRow, change: 'insert' | 'renew' | 'revive'): GrantDecision {
  return { kind: isGrantedInParts(photo) ? 'multipart' : 'form', change, photo }
}
