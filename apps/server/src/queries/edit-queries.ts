import type { Database, PhotoRow, Queryable } from '@photolift/database'

/** A finished edit, as its row gets to know it. */
export interface EditResult {
  finalKey: string
  byteLength: number
  contentMd5: string
  width: number
  height: number
  /** Its pick's time and place in the gallery. */
  createdAt: number
  galleryKey: string
}

/** Rows of edited photos. What changes takes the transaction that holds the account's lock. */
export type EditQueries = ReturnType<typeof createEditQueries>

export function createEditQueries({ queries }: Database) {
  return {
    /** The photo that this edit has made and that is still there. */
    async readyByDigest(userId: string, editDigest: string): Promise<PhotoRow | undefined> {
      return queries
        .selectFrom('photo')
        .selectAll()
        .where('userId', '=', userId)
        .where('editDigest', '=', editDigest)
        .where('status', '=', 'ready')
        .limit(1)
        .executeTakeFirst()
    },

    /** `ready` and `pending` rows of one edit: at most a few, of calls that have ended or died. */
    async byDigest(within: Queryable, userId: string, editDigest: string): Promise<PhotoRow[]> {
      return within
        .selectFrom('photo')
        .selectAll()
        .where('userId', '=', userId)
        .where('editDigest', '=', editDigest)
        .where('status', 'in', ['ready', 'pending'])
        .execute()
    },

    /** Edits of one person that have not ended, on all instances. */
    async countRunning(within: Queryable, userId: string, now: number): Promise<number> {
      const row = await within
        .selectFrom('photo')
        .select((photo) => photo.fn.countAll<number | bigint | string>().as('running'))
        .where('userId', '=', userId)
        .where('heldUntil', '>', now)
        .where('editDigest', 'is not', null)
        .executeTakeFirstOrThrow()
      return Number(row.running)
    },

    async insert(within: Queryable, photo: PhotoRow): Promise<void> {
      await within.insertInto('photo').values(photo).execute()
    },

    /** `pending` and holding quota → `ready`. @returns whether this call changed it */
    async finish(within: Queryable, photoId: string, result: EditResult): Promise<boolean> {
      const { numUpdatedRows } = await within
        .updateTable('photo')
        .set({ ...result, incomingKey: result.finalKey, status: 'ready', heldUntil: null })
        .where('photoId', '=', photoId)
        .where('status', '=', 'pending')
        .where('heldUntil', 'is not', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Forgets a reservation; nobody has seen its id. @returns whether it was still `pending` */
    async removePending(within: Queryable, photoId: string): Promise<boolean> {
      const { numDeletedRows } = await within
        .deleteFrom('photo')
        .where('photoId', '=', photoId)
        .where('status', '=', 'pending')
        .executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}
