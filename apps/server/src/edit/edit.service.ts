import { setTimeout as pause } from 'node:timers/promises'
import { AppError, type EditOperation, type Photo, type PhotoContentType } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import type { Logger } from 'pino'
import { BackgroundWork } from '../background-work.js'
import type { Clock } from '../clock.js'
import { Deadline } from '../confirm/deadline.js'
import { statusAnswer } from '../confirm/status-answer.js'
import type { PhotoView } from '../photos/photo-view.js'
import { editPicture } from '../pictures/edit-picture.js'
import { JobSlots } from '../pictures/job-slots.js'
import { type PictureEdit, toPictureEdit } from '../pictures/picture-edit.js'
import { TimeLimit } from '../pictures/time-limit.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { EditQueries } from '../queries/edit-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import { editDigest } from './edit-digest.js'
import type { EditReservations } from './edit-reservations.js'
import { readOriginal } from './read-original.js'
import { storeResult } from './store-result.js'

export interface EditDeps {
  accounts: AccountQueries
  photos: PhotoQueries
  edits: EditQueries
  reservations: EditReservations
  store: Pick<ObjectStore, 'read' | 'write' | 'prove' | 'deleteMany'>
  view: PhotoView
  photoMaxBytes: number
  clock: Clock
  logger: Logger
  /** Default: less than any call may take, for the answer's way. */
  answerWithinMs?: number
}

export interface EditCall {
  userId: string
  photoId: string
  operations: readonly EditOperation[]
  requestId: string
}

/** What one call works on. */
interface Job {
  requestId: string
  source: PhotoRow
  edit: PictureEdit
  /** The photos that watermarks name, by id. */
  marks: ReadonlyMap<string, PhotoRow>
  digest: string
  limit: TimeLimit
  /** What it is doing when the time is up. */
  phase: 'waiting' | 'storage' | 'pictures'
}

/** Makes new photos of stored ones: the step `edit`. */
export class EditService {
  private readonly slots = new JobSlots({ running: RUNNING_MAX, waiting: WAITING_MAX })
  private readonly work = new BackgroundWork()
  /** What calls wait for that another call makes; by person and digest. */
  private readonly awaited = new Map<string, Promise<PhotoRow>>()

  constructor(private readonly deps: EditDeps) {}

  /**
   * Answers with the photo that these operations make, or have made before. Where the time is up the work ends soon after, or, if only
   * its result was still to be stored, comes to an end behind the answer: the same call then finds it.
   *
   * @throws AppError PHOTO_NOT_FOUND for any photo that is not the caller's, PHOTO_NOT_UPLOADED for one that is not confirmed; EDIT_BUSY,
   *   EDIT_TIMEOUT, STORAGE_UNAVAILABLE; as `editPicture` and `EditReservations` do
   */
  async edit(call: EditCall): Promise<Photo> {
    const answerWithinMs = this.deps.answerWithinMs ?? ANSWER_WITHIN_MS
    const deadline = new Deadline(answerWithinMs)
    try {
      const job = await this.jobOf(call, new TimeLimit(answerWithinMs))
      const row = await deadline.orTimeUp(this.work.track(this.make(job)))
      if (row === undefined) throw TIME_UP[job.phase]()
      const [photo] = await this.deps.view.toPhotos([row], this.deps.clock())
      return photo as Photo
    } finally {
      deadline.cancel()
    }
  }

  /** Waits for the work that outlived its answers, so that the database closes after it. */
  settled(): Promise<void> {
    return this.work.settled()
  }

  private async jobOf({ userId, photoId, operations, requestId }: EditCall, limit: TimeLimit): Promise<Job> {
    const markIds = operations.flatMap((operation) => (operation.kind === 'watermark' ? [operation.photoId] : []))
    const rows = await this.deps.photos.findOwned(userId, [...new Set([photoId, ...markIds])])
    if (rows.length === 0 && !(await this.deps.accounts.exists(userId)))
      throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    const byId = new Map(rows.map((row) => [row.photoId, row]))
    const source = requireReady(byId.get(photoId), 'the photo')
    const marks = new Map(markIds.map((id) => [id, requireReady(byId.get(id), 'the photo of a watermark')]))
    const edit = toPictureEdit(operations, source.contentType)
    return { requestId, source, edit, marks, digest: editDigest(source, edit, marks), limit, phase: 'waiting' }
  }

  private async make(job: Job): Promise<PhotoRow> {
    const { source, digest } = job
    const made = await this.deps.edits.readyByDigest(source.userId, digest)
    return made ?? (await this.makeOnce(job)) ?? this.waitFor(job)
  }

  /** @returns undefined while another call makes it */
  private async makeOnce(job: Job): Promise<PhotoRow | undefined> {
    const { source, digest: editDigest, edit } = job
    if (this.slots.isFull) throw busy('the queue is full')
    const contentType = TYPE_OF[edit.format]
    const reservation = await this.deps.reservations.reserve({ source, editDigest, contentType })
    switch (reservation.kind) {
      case 'made':
        return reservation.photo
      case 'ours':
        return this.makeReserved(job, reservation)
      case 'running':
        return undefined
    }
  }

  /** Calls for the same edit look together: each for itself would keep the database busy for everybody. */
  private waitFor(job: Job): Promise<PhotoRow> {
    const name = `${job.source.userId} ${job.digest}`
    const known = this.awaited.get(name)
    if (known !== undefined) return known
    const work = this.lookAgain(job).finally(() => this.awaited.delete(name))
    this.awaited.set(name, work)
    return work
  }

  private async lookAgain(job: Job): Promise<PhotoRow> {
    while (job.limit.millisecondsLeft() >= LOOK_AGAIN_MS) {
      await pause(LOOK_AGAIN_MS)
      const row = await this.makeOnce(job)
      if (row !== undefined) return row
    }
    throw busy('another call is still at it')
  }

  private async makeReserved(
    job: Job,
    { photo, ownerOpenid, leftovers }: { photo: PhotoRow; ownerOpenid: string; leftovers: string[] },
  ): Promise<PhotoRow> {
    const startedAt = performance.now()
    const { requestId } = job
    const event = { step: 'edit', requestId, photoId: photo.photoId, sourcePhotoId: job.source.photoId }
    try {
      const work = this.slots.run(() => this.process(job, { photo, ownerOpenid }))
      if (work === undefined) throw busy('the queue is full')
      const row = await work
      const durationMs = Math.round(performance.now() - startedAt)
      this.deps.logger.info({ ...event, byteLength: row.byteLength, durationMs }, 'photo edited')
      await this.deleteObjects(leftovers, requestId)
      return row
    } catch (error) {
      const errorCode = error instanceof AppError ? error.code : 'INTERNAL'
      // Its caller may have been answered before.
      this.deps.logger.warn({ ...event, errorCode, err: error }, 'photo not edited')
      await this.giveUp(photo, { leftovers, requestId })
      throw error
    }
  }

  private async process(job: Job, { photo, ownerOpenid }: { photo: PhotoRow; ownerOpenid: string }): Promise<PhotoRow> {
    const { source, edit, marks, limit } = job
    limit.require()
    job.phase = 'storage'
    const bytes = await this.read(source, limit)
    job.phase = 'pictures'
    const openMark = async (photoId: string) => {
      const mark = marks.get(photoId) as PhotoRow
      return { bytes: await this.read(mark, limit), contentType: mark.contentType }
    }
    const picture = await editPicture({ bytes, contentType: source.contentType }, edit, { limit, openMark })
    const byteLength = picture.bytes.length
    if (byteLength > this.deps.photoMaxBytes)
      throw new AppError('PHOTO_TOO_LARGE', `the result has ${byteLength} bytes, over ${this.deps.photoMaxBytes}`)
    job.phase = 'storage'
    const key = photo.incomingKey
    const contentMd5 = await storeResult(this.deps.store, {
      key,
      bytes: picture.bytes,
      contentType: photo.contentType,
      ownerOpenid,
    })
    const { width, height } = picture
    return this.deps.reservations.finish(photo, { finalKey: key, byteLength, contentMd5, width, height }, [
      ...new Set([source.photoId, ...marks.keys()]),
    ])
  }

  private async read(photo: PhotoRow, limit: TimeLimit): Promise<Buffer> {
    try {
      return await readOriginal(this.deps.store, photo, AbortSignal.timeout(Math.ceil(limit.millisecondsLeft())))
    } catch (error) {
      const [current] = await this.deps.photos.findOwned(photo.userId, [photo.photoId])
      requireReady(current, 'the photo')
      if (error instanceof AppError && error.code === 'CANCELLED')
        throw new AppError('STORAGE_UNAVAILABLE', 'the bucket is slow', { cause: error })
      throw error
    }
  }

  /** Gives quota back and takes away what may have been written. */
  private async giveUp(
    photo: PhotoRow,
    { leftovers, requestId }: { leftovers: readonly string[]; requestId: string },
  ): Promise<void> {
    try {
      const isFree = await this.deps.reservations.release(photo)
      await this.deleteObjects(isFree ? [photo.incomingKey, ...leftovers] : leftovers, requestId)
    } catch (error) {
      // The hold on the quota lapses, and that person's next authorize call gives it back with the object.
      this.deps.logger.warn({ step: 'edit', requestId, photoId: photo.photoId, err: error }, 'edit not given up')
    }
  }

  private async deleteObjects(keys: readonly string[], requestId: string): Promise<void> {
    if (keys.length === 0) return
    try {
      await this.deps.store.deleteMany(keys)
    } catch (error) {
      // No row names them.
      const event = { step: 'edit', requestId, err: error, objectCount: keys.length }
      this.deps.logger.warn(event, 'leftovers not deleted')
    }
  }
}

/** Two pictures of 50 megapixels are as much as a small container holds. */
const RUNNING_MAX = 2
/** As many as two at a time have a chance to finish before their callers must be answered. */
const WAITING_MAX = 8

/** `wx.cloud.callContainer` waits 15 s, and the service answers anything after 14. */
const ANSWER_WITHIN_MS = 12_500

const LOOK_AGAIN_MS = 150

const TYPE_OF: Record<PictureEdit['format'], PhotoContentType> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

const TIME_UP: Record<Job['phase'], () => AppError> = {
  waiting: () => busy('no turn in time'),
  pictures: () => new AppError('EDIT_TIMEOUT', 'the steps take longer than the service may answer'),
  storage: () => new AppError('STORAGE_UNAVAILABLE', 'the bucket is slow; ask again'),
}

function busy(message: string): AppError {
  return new AppError('EDIT_BUSY', message, { retryAfterSeconds: 5 })
}

function requireReady(row: PhotoRow | undefined, what: string): PhotoRow {
  // Deleted ones answer like ids that never were, as everywhere but in batches.
  const answer = statusAnswer(row?.status === 'deleted' ? undefined : row, {
    code: 'PHOTO_NOT_UPLOADED',
    message: 'it was not confirmed yet',
  })
  if ('code' in answer) throw new AppError(answer.code, `${what}: ${answer.message}`)
  return answer
}
