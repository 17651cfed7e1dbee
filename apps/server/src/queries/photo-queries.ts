import type { ErrorCode } from '@photolift/contracts'
import type { Database, PhotoRow, Queryable, RowStatus } from '@photolift/database'
import { isId } from '../new-id.js'

/** Where the proven bytes are, and their size in pixels if known. */
export interface ConfirmedObject {
  finalKey: string
  size: { width: number; height: number } | undefined
}

export type LinkableRow = Pick<PhotoRow, 'photoId' | 'status' | 'rejection' | 'finalKey'>

/** Reads single photos and changes their status, each change a compare-and-set. Takes the transaction where one runs. */
export type PhotoQueries = ReturnType<typeof createPhotoQueries>

export function createPhotoQueries({ queries }: Database) {
  return {
    /** The row of an id that the service itself has made up, whoever's it is by now: accounts can be joined. */
    async find(photoId: string, within: Queryable = queries): Promise<PhotoRow | undefined> {
      return within.selectFrom('photo').selectAll().where('photoId', '=', photoId).executeTakeFirst()
    },

    /** Rows of this person among the given texts, which may be anything, in no order. */
    async findOwned(userId: string, photoIds: readonly string[], within: Queryable = queries): Promise<PhotoRow[]> {
      const ids = photoIds.filter(isId)
      if (ids.length === 0) return []
      return within.selectFrom('photo').selectAll().where('photoId', 'in', ids).where('userId', '=', userId).execute()
    },

    /** As `findOwned`, with what links are made of: a whole row is three times as much for SQLite. */
    async findLinkable(userId: string, photoIds: readonly string[]): Promise<LinkableRow[]> {
      const ids = photoIds.filter(isId)
      if (ids.length === 0) return []
      return queries
        .selectFrom('photo')
        .select(['photoId', 'status', 'rejection', 'finalKey'])
        .where('photoId', 'in', ids)
        .where('userId', '=', userId)
        .execute()
    },

    /** `pending` and holding quota → `ready`. @returns whether this call changed it */
    async readyIfHeld(photoId: string, { finalKey, size }: ConfirmedObject): Promise<boolean> {
      const { numUpdatedRows } = await queries
        .updateTable('photo')
        .set({ status: 'ready', finalKey, width: size?.width ?? null, height: size?.height ?? null, heldUntil: null })
        .where('photoId', '=', photoId)
        .where('status', '=', 'pending')
        .where('heldUntil', 'is not', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Changes the status if it still is `from`. @returns whether this call changed it */
    async changeStatus(
      within: Queryable,
      { photoId, from, to }: { photoId: string; from: RowStatus; to: StatusChange },
    ): Promise<boolean> {
      const { numUpdatedRows } = await within
        .updateTable('photo')
        .set({ ...to, heldUntil: null })
        .where('photoId', '=', photoId)
        .where('status', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /**
     * Names the upload in parts that was begun for a photo, unless another call has named one since the row was read.
     * @returns whether this call changed it
     */
    async noteUpload(
      { photoId, incomingKey, uploadId }: Pick<PhotoRow, 'photoId' | 'incomingKey' | 'uploadId'>,
      begun: string,
    ): Promise<boolean> {
      const { numUpdatedRows } = await queries
        .updateTable('photo')
        .set({ uploadId: begun })
        .where('photoId', '=', photoId)
        .where('status', '=', 'pending')
        .where('incomingKey', '=', incomingKey)
        .where('uploadId', uploadId === null ? 'is' : '=', uploadId)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Makes everything of an account invisible, so that no confirm can win any more. */
    async deleteAllOf(within: Queryable, userId: string): Promise<void> {
      await within
        .updateTable('photo')
        .set({ status: 'deleted', heldUntil: null })
        .where('userId', '=', userId)
        .where('status', '<>', 'deleted')
        .execute()
    },

    async someDeletedOf(
      userId: string,
      limit: number,
    ): Promise<Pick<PhotoRow, 'photoId' | 'incomingKey' | 'finalKey' | 'thumbnailKey' | 'uploadId'>[]> {
      return queries
        .selectFrom('photo')
        .select(['photoId', 'incomingKey', 'finalKey', 'thumbnailKey', 'uploadId'])
        .where('userId', '=', userId)
        .where('status', '=', 'deleted')
        .limit(limit)
        .execute()
    },

    async removeRows(photoIds: readonly string[]): Promise<void> {
      await queries.deleteFrom('photo').where('photoId', 'in', photoIds).where('status', '=', 'deleted').execute()
    },

    async hasAny(userId: string, within: Queryable): Promise<boolean> {
      const row = await within
        .selectFrom('photo')
        .select('photoId')
        .where('userId', '=', userId)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

type StatusChange =
  | { status: 'ready'; finalKey: string; width: number | null; height: number | null }
  | { status: 'rejected'; rejection: ErrorCode }
