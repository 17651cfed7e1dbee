import { AppError, CONFIRM_ANSWER_MS, type ConfirmationResult, type ItemError, type Photo } from '@photolift/contracts'
import type { MultipartUpload, ObjectStore } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import type { Logger } from 'pino'
import { BackgroundWork } from '../background-work.js'
import type { Clock } from '../clock.js'
import type { Metrics } from '../operations/metrics.js'
import type { PhotoStatus } from '../photos/photo-status.js'
import type { PhotoView } from '../photos/photo-view.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import { type AttemptOutcome, attemptConfirm, type ConfirmAttempt } from './confirm-attempt.js'
import { Deadline } from './deadline.js'
import { statusAnswer } from './status-answer.js'

export interface ConfirmDeps {
  accounts: AccountQueries
  photos: PhotoQueries
  status: PhotoStatus
  store: Pick<
    ObjectStore,
    'copy' | 'prove' | 'read' | 'listParts' | 'completeMultipart' | 'abortMultiparts' | 'deleteMany' | 'abilities'
  >
  view: PhotoView
  metrics: Pick<Metrics, 'photo'>
  clock: Clock
  logger: Logger
  /** Default: a second less than clients are promised, for the answer's way. */
  answerWithinMs?: number
}

export interface ConfirmCall {
  userId: string
  photoIds: readonly string[]
  requestId: string
}

/** Checks what arrived and makes it visible: the step `confirm`. */
export class ConfirmService {
  private readonly work = new BackgroundWork()

  constructor(private readonly deps: ConfirmDeps) {}

  /**
   * Confirms the photos of a call side by side and answers in the order of the request; what is not finished in time is
   * CONFIRM_PENDING and goes on behind the answer. Photos that are `ready` already cost no call to COS.
   *
   * @throws AppError AUTH_TOKEN_INVALID where the account is gone
   */
  async confirm({ userId, photoIds, requestId }: ConfirmCall): Promise<ConfirmationResult[]> {
    const deadline = new Deadline(this.deps.answerWithinMs ?? CONFIRM_ANSWER_MS - 1_000)
    try {
      const rows = await this.rowsOf(userId, photoIds)
      const answers = new Map(rows.map((row) => [row.photoId, statusAnswer(row, STILL_RUNNING)]))
      const pending = rows.filter(({ status }) => status === 'pending')
      const ownerOpenid = pending.length === 0 ? undefined : await this.ownerOpenid(userId)
      const attempts = pending.map((photo) => this.attempt({ photo, ownerOpenid }, { answers, requestId }))
      await deadline.orTimeUp(this.work.track(this.finish(attempts, requestId)))
      return await this.toResults(photoIds, answers)
    } finally {
      deadline.cancel()
    }
  }

  /** Waits for the attempts that outlived their answers, so that the database closes after them. */
  settled(): Promise<void> {
    return this.work.settled()
  }

  private async rowsOf(userId: string, photoIds: readonly string[]): Promise<PhotoRow[]> {
    const rows = await this.deps.photos.findOwned(userId, [...new Set(photoIds)])
    if (rows.length === 0 && !(await this.deps.accounts.exists(userId)))
      throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    return rows
  }

  /** @returns undefined where the storage does not look at it, which saves the query */
  private async ownerOpenid(userId: string): Promise<string | undefined> {
    if (!this.deps.store.abilities.has('cloud-file-ids')) return undefined
    const openid = await this.deps.accounts.openidOf(userId)
    if (openid === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    return openid
  }

  /** Runs one attempt and notes its answer. @returns what it left behind */
  private async attempt(
    attempt: ConfirmAttempt,
    { answers, requestId }: { answers: Map<string, PhotoRow | ItemError>; requestId: string },
  ): Promise<Leftovers> {
    const { logger, metrics } = this.deps
    const startedAt = performance.now()
    const { photoId, byteLength } = attempt.photo
    let outcome: AttemptOutcome
    try {
      outcome = await attemptConfirm(attempt, this.deps)
    } catch (error) {
      logger.error({ step: 'confirm', requestId, photoId, err: error }, 'confirm failed')
      outcome = { answer: { code: 'INTERNAL', message: 'the photo stays pending' }, leftovers: [] }
    }
    answers.set(photoId, outcome.answer)
    const durationMs = Math.round(performance.now() - startedAt)
    const event = { step: 'confirm', requestId, photoId, byteLength, durationMs }
    const errorCode = 'code' in outcome.answer ? outcome.answer.code : undefined
    metrics.photo({ step: 'confirm', outcome: errorCode ?? 'ready', byteLength })
    if (errorCode === undefined) logger.info(event, 'photo confirmed')
    else logger.warn({ ...event, errorCode, err: outcome.cause }, 'photo not confirmed')
    return { keys: outcome.leftovers, uploads: outcome.unfinished ? [outcome.unfinished] : [] }
  }

  /** One Delete Multiple clears a whole call, before the answer: a container may be frozen right after it. */
  private async finish(attempts: readonly Promise<Leftovers>[], requestId: string): Promise<void> {
    const all = await Promise.all(attempts)
    const [keys, uploads] = [all.flatMap((leftovers) => leftovers.keys), all.flatMap((leftovers) => leftovers.uploads)]
    try {
      if (uploads.length > 0) await this.deps.store.abortMultiparts(uploads)
      if (keys.length > 0) await this.deps.store.deleteMany(keys)
    } catch (error) {
      // They are named by no row; the lifecycle rules on incoming objects and parts, and the sweep, remove what stays.
      const event = { step: 'confirm', requestId, err: error, objectCount: keys.length + uploads.length }
      this.deps.logger.warn(event, 'leftovers not deleted')
    }
  }

  private async toResults(
    photoIds: readonly string[],
    answers: ReadonlyMap<string, PhotoRow | ItemError>,
  ): Promise<ConfirmationResult[]> {
    const known = photoIds.map((photoId) => answers.get(photoId) ?? statusAnswer(undefined, STILL_RUNNING))
    const ready = new Set(known.filter((answer): answer is PhotoRow => !('code' in answer)))
    const photos = await this.deps.view.toPhotos([...ready], this.deps.clock())
    const photoOf = new Map(photos.map((photo) => [photo.photoId, photo]))
    return photoIds.map((photoId, index) => {
      const answer = known[index] as PhotoRow | ItemError
      return 'code' in answer ? { photoId, error: answer } : { photoId, photo: photoOf.get(photoId) as Photo }
    })
  }
}

/** What no row needs any more. */
interface Leftovers {
  keys: readonly string[]
  uploads: readonly MultipartUpload[]
}

const STILL_RUNNING: ItemError = { code: 'CONFIRM_PENDING', message: 'the check goes on; ask again' }
