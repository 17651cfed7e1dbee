import { AppError, type UploadGrantsResponse } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database, PhotoRow, Schema } from '@photolift/database'
import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { countGrantCall } from '../limits/grant-call-limit.js'
import { returnQuota } from '../limits/quota.js'
import type { Metrics } from '../operations/metrics.js'
import type { PhotoView } from '../photos/photo-view.js'
import { removeBytesOf } from '../photos/remove-bytes.js'
import { type AccountQueries, type LockedAccount, openidOf } from '../queries/account-queries.js'
import type { GrantQueries, LapsedGrant } from '../queries/grant-queries.js'
import { type GrantDecision, planGrants, type RequestedPhoto } from './plan-grants.js'
import { toGrants } from './to-grants.js'

export interface AuthorizeDeps {
  database: Database
  accounts: AccountQueries
  grants: GrantQueries
  store: Pick<ObjectStore, 'abilities' | 'abortMultiparts' | 'deleteMany' | 'signUploadForms'>
  view: PhotoView
  configuration: Pick<
    Configuration,
    'uploadGrantTtlSeconds' | 'photoMaxBytes' | 'multipartThresholdBytes' | 'quota' | 'limits'
  >
  metrics: Pick<Metrics, 'photo'>
  clock: Clock
  logger: Logger
}

export interface AuthorizeCall {
  userId: string
  photos: readonly RequestedPhoto[]
  requestId: string
}

/** Gives one permission per photo: the step `authorize`. */
export class AuthorizeService {
  constructor(private readonly deps: AuthorizeDeps) {}

  /**
   * Answers in the order of the request. The whole call is one transaction that holds the account's lock, so calls of one person
   * follow one another: quotas and tasks hold however many arrive at once.
   *
   * @throws AppError AUTH_TOKEN_INVALID where the account is gone, RATE_LIMITED
   */
  async authorize({ userId, photos, requestId }: AuthorizeCall): Promise<UploadGrantsResponse> {
    const now = this.deps.clock()
    // COS counts whole seconds; a grant that began within this one begins with it.
    const validFrom = new Date(Math.floor(now / 1_000) * 1_000)
    const expiresAt = new Date(validFrom.getTime() + this.deps.configuration.uploadGrantTtlSeconds * 1_000)
    const { decisions, lapsed, ownerOpenid } = await this.deps.database.transaction((transaction) =>
      this.reserve(transaction, { userId, photos, now, heldUntil: expiresAt.getTime() }),
    )
    const goneOnWith = new Set(
      decisions.flatMap((decision) => (decision.kind === 'multipart' ? [decision.photo.photoId] : [])),
    )
    await this.removeBytesOf(
      lapsed.filter(({ photoId }) => !goneOnWith.has(photoId)),
      requestId,
    )
    this.count(decisions, photos)
    return {
      serverTime: new Date(now).toISOString(),
      grants: await toGrants(decisions, { now, validFrom, expiresAt, ownerOpenid }, this.deps),
    }
  }

  private async reserve(
    transaction: Transaction<Schema>,
    {
      userId,
      photos,
      now,
      heldUntil,
    }: { userId: string; photos: readonly RequestedPhoto[]; now: number; heldUntil: number },
  ): Promise<{ decisions: GrantDecision[]; lapsed: LapsedGrant[]; ownerOpenid: string }> {
    const { accounts, grants, configuration } = this.deps
    const account = await accounts.lock(transaction, userId)
    if (account === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    countGrantCall(account, now, configuration.limits.grantsPerMinute)
    const lapsed = await this.releaseLapsed(transaction, account, now)
    const byTask = await grants.byTask(transaction, userId, unique(photos.map(({ taskId }) => taskId)))
    const knownTasks = new Set(byTask.map(({ taskId }) => taskId))
    const unknown = photos.filter(({ taskId }) => !knownTasks.has(taskId))
    const decisions = planGrants({
      photos,
      userId,
      account,
      byTask,
      readyByContent: await this.readyByContent(transaction, userId, unknown),
      pickTimes: await this.pickTimes(transaction, userId, unknown),
      now,
      heldUntil,
      limits: { ...configuration, multipartAboveBytes: this.multipartAboveBytes() },
    })
    await this.write(transaction, decisions, heldUntil)
    await accounts.save(transaction, account)
    return { decisions, lapsed, ownerOpenid: openidOf(account) }
  }

  private async releaseLapsed(
    transaction: Transaction<Schema>,
    account: LockedAccount,
    now: number,
  ): Promise<LapsedGrant[]> {
    if (account.nextLapseAt === null || account.nextLapseAt > now) return []
    const lapsed = await this.deps.grants.release(transaction, account.userId, now)
    for (const grant of lapsed) returnQuota(account, grant)
    return lapsed
  }

  private async readyByContent(transaction: Transaction<Schema>, userId: string, photos: readonly RequestedPhoto[]) {
    if (photos.length === 0) return []
    return this.deps.grants.readyByContent(transaction, userId, unique(photos.map(({ contentMd5 }) => contentMd5)))
  }

  private async pickTimes(transaction: Transaction<Schema>, userId: string, photos: readonly RequestedPhoto[]) {
    if (photos.length === 0) return new Map<string, number>()
    return this.deps.grants.pickTimes(transaction, userId, unique(photos.map(({ pickId }) => pickId)))
  }

  private async write(transaction: Transaction<Schema>, decisions: readonly GrantDecision[], heldUntil: number) {
    const changed: Record<'insert' | 'renew' | 'revive', PhotoRow[]> = { insert: [], renew: [], revive: [] }
    for (const decision of decisions) if ('change' in decision) changed[decision.change].push(decision.photo)
    const { grants } = this.deps
    if (changed.insert.length > 0) await grants.insert(transaction, changed.insert)
    if (changed.renew.length > 0)
      await grants.renew(
        transaction,
        changed.renew.map(({ photoId }) => photoId),
        heldUntil,
      )
    for (const photo of changed.revive) await grants.revive(transaction, photo)
  }

  private multipartAboveBytes(): number {
    const { store, configuration } = this.deps
    return store.abilities.has('multipart') ? configuration.multipartThresholdBytes : Number.POSITIVE_INFINITY
  }

  /** What arrived for a grant that ended is not wanted, in parts or whole. Lifecycle rules remove what this misses. */
  private async removeBytesOf(lapsed: readonly LapsedGrant[], requestId: string): Promise<void> {
    if (lapsed.length === 0) return
    try {
      await removeBytesOf(lapsed, this.deps.store)
    } catch (error) {
      const event = { step: 'authorize', requestId, err: error, objectCount: lapsed.length }
      this.deps.logger.warn(event, 'lapsed objects not deleted')
    }
  }

  private count(decisions: readonly GrantDecision[], photos: readonly RequestedPhoto[]): void {
    decisions.forEach((decision, index) => {
      const outcome = decision.kind === 'refused' ? decision.error.code : decision.kind
      this.deps.metrics.photo({ step: 'authorize', outcome, byteLength: photos[index]?.byteLength ?? 0 })
    })
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
