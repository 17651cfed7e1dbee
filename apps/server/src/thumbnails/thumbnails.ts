import { AppError, type ErrorCode } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { Database, PhotoRow } from '@photolift/database'
import type { Logger } from 'pino'
import { Deadline } from '../confirm/deadline.js'
import { readOriginal } from '../edit/read-original.js'
import { type PictureToStore, storeResult } from '../edit/store-result.js'
import { largeKeyOf, newThumbnailKey } from '../photos/object-keys.js'
import { editPicture } from '../pictures/edit-picture.js'
import { JobSlots } from '../pictures/job-slots.js'
import type { PictureBytes } from '../pictures/open-picture.js'
import type { PictureEdit } from '../pictures/picture-edit.js'
import { TimeLimit } from '../pictures/time-limit.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { PhotoQueries } from '../queries/photo-queries.js'
import type { ThumbnailQueries } from '../queries/thumbnail-queries.js'

export interface ThumbnailsDeps {
  database: Database
  accounts: Pick<AccountQueries, 'openidOf' | 'lock'>
  photos: PhotoQueries
  thumbnails: ThumbnailQueries
  store: Pick<ObjectStore, 'read' | 'write' | 'prove' | 'deleteMany'>
  logger: Logger
  /** Time that a call waits for small pictures. Default 2,500. */
  waitMs?: number
}

/** `THUMBNAILS=server`: small pictures, made when their photos are first shown and kept beside them. */
export class Thumbnails {
  private readonly slots = new JobSlots({ running: MADE_AT_ONCE, waiting: Number.POSITIVE_INFINITY })
  /** By photo: calls that show the same one share the work. */
  private readonly making = new Map<string, Promise<PhotoRow>>()
  private isUnavailable = false

  constructor(private readonly deps: ThumbnailsDeps) {}

  /**
   * Makes what is missing for a call that shows these rows, as far as the time goes; the rest stays as it is and is made when it is shown
   * again. Never rejects: a photo can be looked at without a small picture.
   *
   * @returns the rows in their order, with the keys that they have by now
   */
  async of(rows: readonly PhotoRow[]): Promise<readonly PhotoRow[]> {
    const missing = rows.filter(needsThumbnail)
    if (missing.length === 0 || this.isUnavailable) return rows
    const made = new Map<string, PhotoRow>()
    const deadline = new Deadline(this.deps.waitMs ?? WAIT_MS)
    const limit = new TimeLimit(this.deps.waitMs ?? WAIT_MS)
    try {
      const work = missing.map(async (row) => made.set(row.photoId, await this.shared(row, limit)))
      await deadline.orTimeUp(Promise.all(work))
    } finally {
      deadline.cancel()
    }
    return rows.map((row) => made.get(row.photoId) ?? row)
  }

  /** Waits for what goes on behind answers, so that the database closes after it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.making.values())
  }

  private shared(row: PhotoRow, limit: TimeLimit): Promise<PhotoRow> {
    const known = this.making.get(row.photoId)
    if (known !== undefined) return known
    // What waits for room when its call's time is up is not begun: it may not be wanted any more.
    const begin = async () => (limit.millisecondsLeft() === 0 ? row : this.attempt(row))
    const making = (this.slots.run(begin) as Promise<PhotoRow>).finally(() => this.making.delete(row.photoId))
    this.making.set(row.photoId, making)
    return making
  }

  private async attempt(row: PhotoRow): Promise<PhotoRow> {
    const { photoId } = row
    try {
      return await this.make(row)
    } catch (error) {
      const errorCode = error instanceof AppError ? error.code : 'INTERNAL'
      const event = { step: 'thumbnail', photoId, errorCode, err: error }
      if (errorCode === 'EDIT_UNAVAILABLE') {
        this.isUnavailable = true
        this.deps.logger.error(event, 'no small pictures until the next start')
      } else this.deps.logger.warn(event, 'no small picture')
      if (LASTING.has(errorCode)) await this.refuse(photoId, errorCode)
      return row
    }
  }

  private async make(row: PhotoRow): Promise<PhotoRow> {
    const { store, accounts, photos } = this.deps
    const { photoId, userId } = row
    const startedAt = performance.now()
    const pictures = await this.makePictures(row)
    const keys = pictures.map(({ key }) => key)
    const [small] = pictures
    const ownerOpenid = await accounts.openidOf(userId)
    if (ownerOpenid === undefined) return row
    try {
      for (const picture of pictures) await storeResult(store, { ...picture, ownerOpenid })
    } catch (error) {
      await this.deleteObjects(keys)
      throw error
    }
    // Should this throw, the row may name the picture all the same: a stray object is better than a name without one.
    if (await this.name(row, small.key)) {
      const durationMs = Math.round(performance.now() - startedAt)
      const event = { step: 'thumbnail', photoId, byteLength: small.bytes.length, durationMs }
      this.deps.logger.info(event, 'small picture made')
      return { ...row, thumbnailKey: small.key }
    }
    await this.deleteObjects(keys)
    const [current] = await photos.findOwned(userId, [photoId])
    // A photo that was deleted meanwhile is shown for the last time, without one.
    return { ...row, thumbnailKey: current?.thumbnailKey ?? null }
  }

  /** The small one, and for a HEIC the large one that is shown in its place. */
  private async makePictures(row: PhotoRow): Promise<[MadePicture, ...MadePicture[]]> {
    const { contentType } = row
    const options = { limit: new TimeLimit(MADE_WITHIN_MS), openMark, animated: 'first-picture' } as const
    const key = newThumbnailKey({ finalKey: row.finalKey as string, contentType })
    const largeKey = largeKeyOf(key)
    const make = async (source: PictureBytes, edit: PictureEdit) => (await editPicture(source, edit, options)).bytes

    const original = { bytes: await readOriginal(this.deps.store, row), contentType }
    if (largeKey === null) return [{ key, bytes: await make(original, THUMBNAIL), contentType: 'image/webp' }]
    const large = { bytes: await make(original, LARGE_PICTURE), contentType: 'image/jpeg' as const }
    // A HEIC takes long to decode: once is enough for both. The editor takes previews out of what it gets, so it gets a copy.
    const small = await make({ ...large, bytes: Buffer.from(large.bytes) }, THUMBNAIL)
    return [
      { key, bytes: small, contentType: 'image/webp' },
      { key: largeKey, ...large },
    ]
  }

  /** Under the account's lock, so that a deletion sees the name or comes first. */
  private name({ userId, photoId }: PhotoRow, key: string): Promise<boolean> {
    const { database, accounts, thumbnails } = this.deps
    return database.transaction(async (transaction) => {
      await accounts.lock(transaction, userId)
      return thumbnails.name(transaction, photoId, key)
    })
  }

  private async refuse(photoId: string, errorCode: ErrorCode): Promise<void> {
    try {
      await this.deps.thumbnails.refuse(photoId, errorCode)
    } catch (error) {
      // It is tried once more, the next time.
      this.deps.logger.warn({ step: 'thumbnail', photoId, err: error }, 'refusal not noted')
    }
  }

  private async deleteObjects(keys: readonly string[]): Promise<void> {
    try {
      await this.deps.store.deleteMany([...keys])
    } catch (error) {
      // No row names it.
      this.deps.logger.warn({ step: 'thumbnail', err: error, objectCount: keys.length }, 'leftovers not deleted')
    }
  }
}

type MadePicture = Omit<PictureToStore, 'ownerOpenid'>

const WAIT_MS = 2_500
const MADE_AT_ONCE = 2
const MADE_WITHIN_MS = 10_000

/** The same picture as the bucket's own image processing makes: see `THUMBNAIL` in photo-view.ts. */
const THUMBNAIL: PictureEdit = {
  steps: [{ kind: 'auto-orient' }, { kind: 'resize', width: 480, height: 480 }],
  format: 'webp',
  quality: 80,
  keepsMetadata: false,
}

/** What stands in for a HEIC: see `JPEG_OF_HEIC` in photo-view.ts. */
const LARGE_PICTURE: PictureEdit = {
  steps: [{ kind: 'auto-orient' }, { kind: 'resize', width: 2_560, height: 2_560 }],
  format: 'jpeg',
  quality: 85,
  keepsMetadata: false,
}

function openMark(): Promise<never> {
  throw new Error('A small picture has no watermark.')
}

/** Trying again would end alike. */
const LASTING = new Set<ErrorCode>(['PHOTO_DAMAGED', 'PHOTO_TOO_MANY_PIXELS', 'PHOTO_TOO_LARGE', 'EDIT_TIMEOUT'])

function needsThumbnail(row: PhotoRow): boolean {
  return row.status === 'ready' && row.finalKey !== null && row.thumbnailKey === null && row.thumbnailRefusal === null
}
