import type { ErrorCode, ItemError } from '@photolift/contracts'
import { type Database, markDeleted, type PhotoRow } from '@photolift/database'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { quotaDay, returnBytes, takeQuota } from '../limits/quota.js'
import { isId } from '../new-id.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { ConfirmedObject, PhotoQueries } from '../queries/photo-queries.js'

export interface PhotoStatusDeps {
  database: Database
  accounts: AccountQueries
  photos: PhotoQueries
  quota: Configuration['quota']
  clock: Clock
}

/**
 * The changes of a photo's status. Each is one compare-and-set on its row, together with the quota that follows from it; of several
 * at once exactly one wins.
 */
export class PhotoStatus {
  constructor(private readonly deps: PhotoStatusDeps) {}

  /**
   * `pending` → `ready`, naming the object that was proven. A grant that ended has given its quota back: it is taken anew.
   * @returns why there is no quota left for it; `lost` where the row is `pending` no more
   */
  async toReady(photo: PhotoRow, confirmed: ConfirmedObject): Promise<'won' | 'lost' | ItemError> {
    const { database, accounts, photos, quota, clock } = this.deps
    if (await photos.readyIfHeld(photo.photoId, confirmed)) return 'won'
    return database.transaction(async (transaction) => {
      const account = await accounts.lock(transaction, photo.userId)
      const [current] = await photos.findOwned(photo.userId, [photo.photoId], transaction)
      if (account === undefined || current?.status !== 'pending') return 'lost'
      const use = { byteLength: current.byteLength, quotaDay: quotaDay(clock()) }
      const refusal = current.heldUntil === null ? takeQuota(account, use, quota) : undefined
      if (refusal !== undefined) return refusal
      const { finalKey, size } = confirmed
      const to = { status: 'ready', finalKey, width: size?.width ?? null, height: size?.height ?? null } as const
      if (!(await photos.changeStatus(transaction, { photoId: photo.photoId, from: 'pending', to }))) return 'lost'
      await accounts.save(transaction, account)
      return 'won'
    })
  }

  /**
   * `pending` → `rejected`, for good; its bytes are given back. Bytes of a grant that has lapsed and was given again since `photo` was
   * read say nothing about those of the new one.
   *
   * @returns whether this call changed it
   */
  async toRejected(photo: PhotoRow, rejection: ErrorCode): Promise<boolean> {
    const { database, accounts, photos } = this.deps
    return database.transaction(async (transaction) => {
      const account = await accounts.lock(transaction, photo.userId)
      const [current] = await photos.findOwned(photo.userId, [photo.photoId], transaction)
      if (account === undefined || current?.status !== 'pending') return false
      if (current.incomingKey !== photo.incomingKey) return false
      const to = { status: 'rejected', rejection } as const
      if (!(await photos.changeStatus(transaction, { photoId: photo.photoId, from: 'pending', to }))) return false
      if (current.heldUntil !== null) returnBytes(account, current)
      await accounts.save(transaction, account)
      return true
    })
  }

  /**
   * Any status → `deleted`, with the quota that goes with it.
   * @returns the row as it was found, also where it was deleted before; undefined for an id that is no photo of this person
   */
  async toDeleted(userId: string, photoId: string): Promise<PhotoRow | undefined> {
    return isId(photoId) ? markDeleted(this.deps.database, { userId, photoId }) : undefined
  }
}
