import { AppError } from '@photolift/contracts'
import type { Database, PhotoRow } from '@photolift/database'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { newGalleryKey } from '../gallery/gallery-key.js'
import { quotaDay, returnQuota, takeQuota } from '../limits/quota.js'
import { newOrderedId } from '../new-id.js'
import { newFinalKey } from '../photos/object-keys.js'
import { type AccountQueries, openidOf } from '../queries/account-queries.js'
import type { EditQueries, EditResult } from '../queries/edit-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'

export interface EditReservationsDeps {
  database: Database
  accounts: AccountQueries
  photos: PhotoQueries
  edits: EditQueries
  quota: Configuration['quota']
  clock: Clock
}

export interface EditRequested {
  source: PhotoRow
  editDigest: string
  contentType: PhotoRow['contentType']
}

/** What an edit that is asked for comes to. */
export type Reservation =
  /** It was made before. */
  | { kind: 'made'; photo: PhotoRow }
  /** Another call makes it, perhaps on another instance. */
  | { kind: 'running' }
  /** This call makes it. `leftovers` are objects of calls that died over it. */
  | { kind: 'ours'; photo: PhotoRow; ownerOpenid: string; leftovers: string[] }

export type WrittenResult = Omit<EditResult, 'createdAt' | 'galleryKey'>

/**
 * The rows of edits, from the moment in which one begins. A `pending` row holds quota as a granted photo does and names the key that the
 * result will have: should the process die, the hold lapses and that person's next authorize call gives quota and object back. Everything
 * happens under the account's lock, so that of several calls for the same edit one works and the others wait for it.
 */
export class EditReservations {
  constructor(private readonly deps: EditReservationsDeps) {}

  /** @throws AppError AUTH_TOKEN_INVALID where the account is gone, EDIT_BUSY, QUOTA_EXCEEDED, DAILY_QUOTA_EXCEEDED */
  reserve({ source, editDigest, contentType }: EditRequested): Promise<Reservation> {
    const { database, accounts, edits, quota, clock } = this.deps
    const { userId } = source
    return database.transaction(async (transaction): Promise<Reservation> => {
      const now = clock()
      const account = await accounts.lock(transaction, userId)
      if (account === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
      const leftovers: string[] = []
      for (const known of await edits.byDigest(transaction, userId, editDigest)) {
        if (known.status === 'ready') return { kind: 'made', photo: known }
        if (known.heldUntil !== null && known.heldUntil > now) return { kind: 'running' }
        await edits.removePending(transaction, known.photoId)
        if (known.heldUntil !== null) returnQuota(account, known)
        leftovers.push(known.incomingKey)
      }
      if ((await edits.countRunning(transaction, userId, now)) >= EDITS_PER_PERSON)
        throw new AppError('EDIT_BUSY', 'another edit of this person is running', {
          retryAfterSeconds: 2,
        })
      const photo = pendingEdit({ source, editDigest, contentType, now })
      // What the result will weigh nobody knows; the source's size keeps a person without space from starting at all.
      const refusal = takeQuota(account, photo, quota)
      if (refusal !== undefined) throw new AppError(refusal.code, refusal.message)
      await edits.insert(transaction, photo)
      await accounts.save(transaction, account)
      return { kind: 'ours', photo, ownerOpenid: openidOf(account), leftovers }
    })
  }

  /**
   * `pending` → `ready`, with the bytes that it really has, as the newest pick. What a person has deleted meanwhile does not live on in
   * what was made of it.
   *
   * @param materials ids of the source and of all marks
   * @throws AppError PHOTO_NOT_FOUND where one of them is gone, PHOTO_DELETED where the result itself or the account is, EDIT_TIMEOUT where
   *   the hold lapsed, QUOTA_EXCEEDED
   */
  finish(photo: PhotoRow, result: WrittenResult, materials: readonly string[]): Promise<PhotoRow> {
    const { database, accounts, photos, edits, quota, clock } = this.deps
    const { userId, photoId } = photo
    return database.transaction(async (transaction) => {
      const account = await accounts.lock(transaction, userId)
      const [current] = await photos.findOwned(userId, [photoId], transaction)
      if (account === undefined || current?.status !== 'pending')
        throw new AppError('PHOTO_DELETED', 'it was deleted while it was made')
      if (current.heldUntil === null) throw new AppError('EDIT_TIMEOUT', 'its quota was given back while it was made')
      const there = await photos.findOwned(userId, materials, transaction)
      if (there.filter(({ status }) => status === 'ready').length < materials.length)
        throw new AppError('PHOTO_NOT_FOUND', 'a photo that it is made of was deleted meanwhile')
      const bytesHeld = account.bytesHeld - current.byteLength + result.byteLength
      if (bytesHeld > quota.bytes)
        throw new AppError('QUOTA_EXCEEDED', `the result has ${result.byteLength} bytes; ${bytesHeld} > ${quota.bytes}`)
      const pickedAt = Math.max(clock(), account.lastPickedAt + 1)
      const galleryKey = newGalleryKey({ pickedAt, position: photo.position, photoId })
      const finished = { ...result, createdAt: pickedAt, galleryKey }
      if (!(await edits.finish(transaction, photoId, finished)))
        throw new AppError('PHOTO_DELETED', 'it was deleted while it was made')
      await accounts.save(transaction, { ...account, bytesHeld, lastPickedAt: pickedAt })
      return { ...current, ...finished, incomingKey: result.finalKey, status: 'ready', heldUntil: null }
    })
  }

  /**
   * Gives up what `reserve` took.
   * @returns whether nothing names the result's object: false where the row became `ready` after all, by a commit whose reply was lost
   */
  release({ userId, photoId }: PhotoRow): Promise<boolean> {
    const { database, accounts, photos, edits } = this.deps
    return database.transaction(async (transaction) => {
      const account = await accounts.lock(transaction, userId)
      const current = await photos.find(photoId, transaction)
      if (current === undefined) return true
      if (current.status !== 'pending') return current.status !== 'ready'
      // Joined with another account meanwhile: the hold lapses there, as one whose process died.
      if (account === undefined) return true
      await edits.removePending(transaction, photoId)
      if (current.heldUntil !== null) {
        returnQuota(account, current)
        await accounts.save(transaction, account)
      }
      return true
    })
  }
}

/** Longer than any call may take; a person who waits for an edit that died waits as long. */
const HELD_MS = 30_000

/** An instance works on two at a time: one place is always left for others, however long somebody's steps take. */
const EDITS_PER_PERSON = 1

function pendingEdit({ source, editDigest, contentType, now }: EditRequested & { now: number }): PhotoRow {
  const { userId } = source
  const photoId = newOrderedId(now)
  // No form ever writes an edit: the key that its bytes come to is the only one there is.
  const key = newFinalKey({ userId, photoId })
  return {
    photoId,
    userId,
    taskId: `edit-${photoId}`,
    pickId: `edit-${photoId}`,
    position: 0,
    name: null,
    byteLength: source.byteLength,
    contentType,
    contentMd5: source.contentMd5,
    status: 'pending',
    rejection: null,
    incomingKey: key,
    finalKey: null,
    width: null,
    height: null,
    createdAt: now,
    galleryKey: newGalleryKey({ pickedAt: now, position: 0, photoId }),
    heldUntil: now + HELD_MS,
    quotaDay: quotaDay(now),
    partByteLength: null,
    uploadId: null,
    sourcePhotoId: source.photoId,
    editDigest,
    thumbnailKey: null,
    thumbnailRefusal: null,
  }
}
