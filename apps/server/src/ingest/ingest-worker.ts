import { BackgroundWork } from '../background-work.js'
import { newId } from '../new-id.js'
import type { Metrics } from '../operations/metrics.js'
import { newFinalKey } from '../photos/object-keys.js'
import type { IngestBacklog, LeasedIngest } from '../queries/ingest-queries.js'
import { type AttemptResult, attemptIngest, type IngestAttemptDeps, photoIdOf } from './ingest-attempt.js'

export interface IngestWorkerDeps extends IngestAttemptDeps {
  metrics: Pick<Metrics, 'ingest'>
  /** The service account: its media ids are worked on, no other's. */
  appid: string
}

/**
 * Works on due ingests of its service account, some at a time, while the instance lives: what a request has begun, and what other
 * instances have left behind. Nothing here needs to be alive for long: a lease ends by itself, and any instance goes on.
 */
export class IngestWorker {
  private readonly lanes = new Set<Promise<void>>()
  private readonly work = new BackgroundWork()
  private readonly closing = new AbortController()
  private resting: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined
  private lookedAt = Number.NEGATIVE_INFINITY
  private warnedAt = Number.NEGATIVE_INFINITY

  constructor(private readonly deps: IngestWorkerDeps) {}

  /** Takes what is due, until nothing is. Resolves, for all who wait, when this instance works on nothing any more. */
  run(): Promise<void> {
    this.openLane()
    this.resting ??= this.rest()
    return this.resting
  }

  /** For every request: looks for work where nobody has for a minute. Costs nothing otherwise, and no request waits. */
  nudge(): void {
    if (this.deps.clock() - this.lookedAt >= LOOK_EVERY_MS) this.look()
  }

  /** Takes what is due, and says when the next is. */
  look(): void {
    if (this.closing.signal.aborted) return
    this.lookedAt = this.deps.clock()
    const looking = this.run()
      .then(() => this.plan())
      .catch((error: unknown) => {
        // The next request, or instance, looks again.
        this.deps.logger.error({ step: 'ingest', err: error }, 'no look for ingests')
      })
    void this.work.track(looking)
  }

  /** Stops what runs, for other instances to go on with at once, and waits for it. */
  async stop(): Promise<void> {
    this.closing.abort()
    clearTimeout(this.timer)
    await Promise.allSettled(this.lanes)
    await this.work.settled()
  }

  private async rest(): Promise<void> {
    try {
      while (this.lanes.size > 0) await Promise.all(this.lanes)
    } finally {
      this.resting = undefined
    }
  }

  private openLane(): void {
    if (this.lanes.size >= LANES || this.closing.signal.aborted) return
    const lane: Promise<void> = this.runLane().finally(() => this.lanes.delete(lane))
    this.lanes.add(lane)
    // Who waits for the lanes hears of it.
    lane.catch(() => {})
  }

  private async runLane(): Promise<void> {
    for (;;) {
      const job = this.closing.signal.aborted ? undefined : await this.lease()
      if (job === undefined) return
      // Where there was one, there may be others.
      this.openLane()
      await this.attempt(job)
    }
  }

  private async lease(): Promise<LeasedIngest | undefined> {
    const { ingests, appid, clock } = this.deps
    for (;;) {
      const now = clock()
      const due = await ingests.due(appid, now, CANDIDATES)
      if (due.length === 0) return undefined
      for (const row of due) {
        const objectKey = newFinalKey({ userId: row.userId, photoId: photoIdOf(row) })
        const lease = { leaseOwner: newId(), objectKey, triedAt: now, dueAt: now + LEASE_MS }
        const leased = await ingests.lease(row, lease)
        if (leased !== undefined) return leased
      }
    }
  }

  private async attempt(job: LeasedIngest): Promise<void> {
    const { logger, metrics } = this.deps
    const startedAt = performance.now()
    const { ingestId, tries } = job
    const event = { step: 'ingest', ingestId, tries }
    try {
      const result = await attemptIngest(job, this.deps, { closing: this.closing.signal, withinMs: WORK_MS })
      const durationMs = Math.round(performance.now() - startedAt)
      metrics.ingest({ outcome: outcomeOf(result), byteLength: 'byteLength' in result ? result.byteLength : 0 })
      if ('error' in result) {
        const { error } = result
        logger.warn({ ...event, durationMs, errorCode: error.code, err: error }, `ingest ${result.outcome}`)
      } else {
        const { outcome, ...rest } = result
        logger.info({ ...event, ...rest, durationMs }, outcome === 'ready' ? 'ingest ready' : 'ingest was lost')
      }
    } catch (error) {
      // Most likely the database. The lease ends by itself.
      logger.error({ ...event, err: error }, 'ingest failed')
    }
  }

  /** Warns, forgets what is old, and looks again in time; only while something is pending, or a serverless MySQL would never sleep. */
  private async plan(): Promise<void> {
    const { ingests, appid, clock } = this.deps
    const now = clock()
    const backlog = await ingests.backlog(appid, now + NEAR_DEADLINE_MS)
    this.warn(backlog, now)
    clearTimeout(this.timer)
    if (backlog.nextDueAt !== null && !this.closing.signal.aborted) {
      const waitMs = Math.min(Math.max(backlog.nextDueAt - now, LOOK_AGAIN_MS), LOOK_EVERY_MS)
      this.timer = setTimeout(() => this.look(), waitMs).unref()
    }
    // Last: what waits goes on, though the bucket deletes nothing.
    await this.forgetEnded(now)
  }

  private warn({ nearDeadline, pending, oldestCreatedAt }: IngestBacklog, now: number): void {
    if (nearDeadline === 0 || now - this.warnedAt < WARN_EVERY_MS) return
    this.warnedAt = now
    const oldestSeconds = Math.round((now - (oldestCreatedAt ?? now)) / 1_000)
    this.deps.logger.warn({ step: 'ingest', nearDeadline, pending, oldestSeconds }, 'ingests near their deadline')
  }

  private async forgetEnded(now: number): Promise<void> {
    const { ingests, appid, store } = this.deps
    const ended = await ingests.someEnded(appid, now - KEEP_MS, ENDED_PER_LOOK)
    if (ended.length === 0) return
    const keys = ended.flatMap(({ objectKey }) => (objectKey === null ? [] : [objectKey]))
    if (keys.length > 0) await store.deleteMany(keys)
    await ingests.removeEnded(ended.map(({ ingestId }) => ingestId))
  }
}

/** How long before its deadline a pending one is told of. */
export const NEAR_DEADLINE_MS = 12 * 3_600_000

/** Pictures on their way at once, each with the buffers of two connections. */
const LANES = 4
/** More than lanes, so that instances that look at once find something each. */
const CANDIDATES = 8
/** For the bytes of one try; what follows has limits of its own, and all of it ends before the lease. */
const WORK_MS = 60_000
const LEASE_MS = 120_000

const LOOK_EVERY_MS = 60_000
const LOOK_AGAIN_MS = 500
const WARN_EVERY_MS = 3_600_000

/** After the deadline; long enough for a page that comes back to ask. */
const KEEP_MS = 7 * 86_400_000
const ENDED_PER_LOOK = 200

function outcomeOf(result: AttemptResult) {
  return result.outcome === 'failed' ? result.error.code : result.outcome
}
