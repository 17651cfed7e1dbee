import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database } from '@photolift/database'
import { removeBytesOf } from '../photos/remove-bytes.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { IngestQueries } from '../queries/ingest-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'

export interface AccountDeps {
  database: Database
  accounts: AccountQueries
  photos: PhotoQueries
  ingests: IngestQueries
  store: Pick<ObjectStore, 'abortMultiparts' | 'deleteMany'>
}

/** A person's account as a whole. */
export class AccountService {
  constructor(private readonly deps: AccountDeps) {}

  /**
   * Deletes the account with all its photos: rows become invisible first, so that no confirm and no ingest wins any more, then objects
   * go, then rows, the account last. Whatever stops it half way, the account is still there and the call can be repeated.
   *
   * @throws AppError AUTH_TOKEN_INVALID where the account is gone already, STORAGE_UNAVAILABLE
   */
  async remove(userId: string): Promise<void> {
    if (!(await this.hideAll(userId))) throw new AppError('AUTH_TOKEN_INVALID', 'the account of this token is gone')
    await this.removeDeleted(userId)
    while (!(await this.removeIfEmpty(userId))) {
      // Photos were granted, or media ids claimed, meanwhile; under the account's lock none are.
      await this.hideAll(userId)
      await this.removeDeleted(userId)
    }
  }

  /**
   * What nobody sees any more holds no quota, should the person go on with an account whose deletion stopped half way.
   * @returns false where the account is gone
   */
  private hideAll(userId: string): Promise<boolean> {
    const { database, accounts, photos, ingests } = this.deps
    return database.transaction(async (transaction) => {
      const account = await accounts.lock(transaction, userId)
      if (account === undefined) return false
      await photos.deleteAllOf(transaction, userId)
      await ingests.failAllOf(transaction, userId)
      await accounts.save(transaction, { ...account, bytesHeld: 0 })
      return true
    })
  }

  private async removeDeleted(userId: string): Promise<void> {
    await this.removeIngests(userId)
    for (;;) {
      const rows = await this.deps.photos.someDeletedOf(userId, ROWS_PER_DELETE)
      if (rows.length === 0) return
      await removeBytesOf(rows, this.deps.store)
      await this.deps.photos.removeRows(rows.map(({ photoId }) => photoId))
    }
  }

  /** Objects first: a row names what a try that died has written. One that runs deletes its own once it finds that its row has ended. */
  private async removeIngests(userId: string): Promise<void> {
    const { ingests, store } = this.deps
    for (;;) {
      const rows = await ingests.someEndedOf(userId, KEYS_PER_DELETE)
      if (rows.length === 0) return
      const keys = rows.flatMap(({ objectKey }) => (objectKey === null ? [] : [objectKey]))
      if (keys.length > 0) await store.deleteMany(keys)
      await ingests.removeEnded(rows.map(({ ingestId }) => ingestId))
    }
  }

  private removeIfEmpty(userId: string): Promise<boolean> {
    const { database, accounts, photos, ingests } = this.deps
    return database.transaction(async (transaction) => {
      await accounts.lock(transaction, userId)
      if (await photos.hasAny(userId, transaction)) return false
      if (await ingests.hasAny(userId, transaction)) return false
      await accounts.remove(transaction, userId)
      return true
    })
  }
}

/** Up to three objects a row, and one Delete Multiple takes 1,000 keys. */
const ROWS_PER_DELETE = 333

/** One Delete Multiple takes as many. */
const KEYS_PER_DELETE = 1_000
