import type { Database, PhotoRow, Schema } from '@photolift/database'
import type { Transaction } from 'kysely'
import { compiledByCount } from './compiled-by-count.js'

/** A grant that ended without its photo being confirmed. */
export type LapsedGrant = Pick<PhotoRow, 'photoId' | 'byteLength' | 'quotaDay' | 'incomingKey' | 'uploadId'>

/** What an authorize call reads and writes while its transaction holds the account's lock. */
export type GrantQueries = ReturnType<typeof createGrantQueries>

export function createGrantQueries({ queries, kind }: Database) {
  const byTask = compiledByCount((count) =>
    queries.selectFrom('photo').selectAll().where('userId', '=', '').where('taskId', 'in', blanks(count)),
  )
  const readyByContent = compiledByCount((count) =>
    queries
      .selectFrom('photo')
      .selectAll()
      .where('userId', '=', '')
      .where('contentMd5', 'in', blanks(count))
      .where('status', '=', 'ready'),
  )
  const pickTimes = compiledByCount((count) =>
    queries
      .selectFrom('photo')
      .select((photo) => ['pickId', photo.fn.min('createdAt').as('pickedAt')])
      .where('userId', '=', '')
      .where('pickId', 'in', blanks(count))
      .groupBy('pickId'),
  )
  const insert = compiledByCount((count) =>
    queries.insertInto('photo').values(Array.from({ length: count }, () => BLANK_PHOTO)),
  )
  const renew = compiledByCount((count) =>
    queries
      .updateTable('photo')
      .set({ heldUntil: 0 })
      .where('photoId', 'in', blanks(count))
      .where('status', '=', 'pending'),
  )

  return {
    async byTask(transaction: Transaction<Schema>, userId: string, taskIds: readonly string[]): Promise<PhotoRow[]> {
      return (await transaction.executeQuery(byTask(taskIds.length, [userId, ...taskIds]))).rows
    },

    /** `ready` photos whose bytes have one of these MD5s. */
    async readyByContent(
      transaction: Transaction<Schema>,
      userId: string,
      contentMd5s: readonly string[],
    ): Promise<PhotoRow[]> {
      const { rows } = await transaction.executeQuery(
        readyByContent(contentMd5s.length, [userId, ...contentMd5s, 'ready']),
      )
      return rows
    },

    /** The times of those picks that the service has seen before. */
    async pickTimes(
      transaction: Transaction<Schema>,
      userId: string,
      pickIds: readonly string[],
    ): Promise<Map<string, number>> {
      const { rows } = await transaction.executeQuery(pickTimes(pickIds.length, [userId, ...pickIds]))
      return new Map(rows.map(({ pickId, pickedAt }) => [pickId, pickedAt]))
    },

    async insert(transaction: Transaction<Schema>, photos: readonly PhotoRow[]): Promise<void> {
      const values = photos.flatMap((photo) => PHOTO_COLUMNS.map((column) => photo[column]))
      await transaction.executeQuery(insert(photos.length, values))
    },

    /**
     * A running grant that is asked for again lives on until `heldUntil`. On MySQL a confirm may have made its photo `ready` since it was
     * read: that one holds quota for good, and must not give it back when a grant ends.
     */
    async renew(transaction: Transaction<Schema>, photoIds: readonly string[], heldUntil: number): Promise<void> {
      await transaction.executeQuery(renew(photoIds.length, [heldUntil, ...photoIds, 'pending']))
    },

    /**
     * A grant that lapsed is given again: the quota is taken anew. A form gets a new key, which the old one cannot reach; parts that
     * arrived are gone on with.
     */
    async revive(
      transaction: Transaction<Schema>,
      photo: Pick<PhotoRow, 'photoId' | 'incomingKey' | 'heldUntil' | 'quotaDay'>,
    ): Promise<void> {
      const { photoId, incomingKey, heldUntil, quotaDay } = photo
      await transaction
        .updateTable('photo')
        .set({ incomingKey, heldUntil, quotaDay })
        .where('photoId', '=', photoId)
        .where('status', '=', 'pending')
        .execute()
    },

    /** Takes the quota from grants that ended unused and says which; the caller gives it back to the account. */
    async release(transaction: Transaction<Schema>, userId: string, now: number): Promise<LapsedGrant[]> {
      const query = transaction
        .selectFrom('photo')
        .select(['photoId', 'byteLength', 'quotaDay', 'incomingKey', 'uploadId'])
        .where('userId', '=', userId)
        .where('heldUntil', '<=', now)
        .limit(LAPSED_PER_CALL)
      // On MySQL a confirm may be making one of them `ready` right now: wait for it. SQLite has one writer.
      const lapsed = await (kind === 'sqlite' ? query : query.forUpdate()).execute()
      if (lapsed.length === 0) return lapsed
      const photoIds = lapsed.map(({ photoId }) => photoId)
      await transaction.updateTable('photo').set({ heldUntil: null }).where('photoId', 'in', photoIds).execute()
      return lapsed
    },
  }
}

/** One Delete Multiple takes 1,000 keys; what is left over lapses at the next call. */
const LAPSED_PER_CALL = 1_000

const blanks = (count: number): string[] => Array(count).fill('')

/** What a grant writes; the other columns are null until something else fills them. */
type GrantedPhoto = Omit<PhotoRow, 'uploadId' | 'sourcePhotoId' | 'editDigest' | 'thumbnailKey' | 'thumbnailRefusal'>

const BLANK_PHOTO: GrantedPhoto = {
  photoId: '',
  userId: '',
  taskId: '',
  pickId: '',
  position: 0,
  name: null,
  byteLength: 0,
  contentType: 'image/jpeg',
  contentMd5: '',
  status: 'pending',
  rejection: null,
  incomingKey: '',
  finalKey: null,
  width: null,
  height: null,
  createdAt: 0,
  galleryKey: '',
  heldUntil: null,
  quotaDay: 0,
  partByteLength: null,
}

const PHOTO_COLUMNS = Object.keys(BLANK_PHOTO) as (keyof PhotoRow)[]
