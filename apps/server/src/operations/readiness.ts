import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database } from '@photolift/database'
import { sql } from 'kysely'
import type { Clock } from '../clock.js'
import { Deadline } from '../confirm/deadline.js'

export interface ReadinessDeps {
  database: Database
  store: Pick<ObjectStore, 'checkAccess'>
  clock: Clock
  /** Time that each of them has for an answer. Default 4,000: a probe waits no longer than its platform does. */
  answersWithinMs?: number
}

/** Whether the service can do its work now. */
export class Readiness {
  private bucketAnsweredAt = Number.NEGATIVE_INFINITY
  private running: Promise<void> | undefined

  constructor(private readonly deps: ReadinessDeps) {}

  /**
   * Probes that come while one is answered share its answer: whoever asks often asks nothing of what is slow already.
   * @throws AppError NOT_READY, naming what does not answer
   */
  check(): Promise<void> {
    this.running ??= this.ask().finally(() => (this.running = undefined))
    return this.running
  }

  private async ask(): Promise<void> {
    // A database that sleeps is woken by this, and ready once it is awake.
    await this.require('the database', () => sql`select 1`.execute(this.deps.database.queries))
    if (this.deps.clock() - this.bucketAnsweredAt < BUCKET_CHECK_MS) return
    await this.require('the bucket', () => this.deps.store.checkAccess())
    this.bucketAnsweredAt = this.deps.clock()
  }

  private async require(name: string, ask: () => Promise<unknown>): Promise<void> {
    const deadline = new Deadline(this.deps.answersWithinMs ?? ANSWERS_WITHIN_MS)
    try {
      if (await deadline.orTimeUp(ask().then(() => true))) return
    } catch (error) {
      throw new AppError('NOT_READY', `${name} does not answer`, { cause: error })
    } finally {
      deadline.cancel()
    }
    throw new AppError('NOT_READY', `${name} does not answer in time`)
  }
}

const ANSWERS_WITHIN_MS = 4_000

/** Probes come every few seconds; the bucket is asked less often, and only once it has answered. */
const BUCKET_CHECK_MS = 10_000
