import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database } from '@photolift/database'
import { sql } from 'kysely'
import type { Clock } from '../clock.js'

export interface ReadinessDeps {
  database: Database
  store: Pick<ObjectStore, 'checkAccess'>
  clock: Clock
}

/** Whether the service can do its work now. */
export class Readiness {
  private bucketAnsweredAt = Number.NEGATIVE_INFINITY

  constructor(private readonly deps: ReadinessDeps) {}

  /** @throws AppError NOT_READY, naming what does not answer */
  async check(): Promise<void> {
    await this.require('the database', () => sql`select 1`.execute(this.deps.database.queries))
    if (this.deps.clock() - this.bucketAnsweredAt < BUCKET_CHECK_MS) return
    await this.require('the bucket', () => this.deps.store.checkAccess())
    this.bucketAnsweredAt = this.deps.clock()
  }

  private async require(name: string, ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask()
    } catch (error) {
      throw new AppError('NOT_READY', `${name} does not answer`, { cause: error })
    }
  }
}

/** Probes come every few seconds; the bucket is asked less often, and only once it has answered. */
const BUCKET_CHECK_MS = 30_000
