import type { Photo } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import type { Configuration } from '../configuration/configuration.js'

export interface PhotoView {
  /** A row as its owner sees it; not for `deleted` rows, which nobody sees. */
  toPhoto(row: PhotoRow, now: number): Photo
}

export function createPhotoView(
  store: Pick<ObjectStore, 'readUrl'>,
  thumbnails: Configuration['thumbnails'],
): PhotoView {
  return {
    toPhoto(row, now) {
      if (row.status === 'deleted') throw new Error(`Photo ${row.photoId} is deleted and has no view.`)
      return {
        photoId: row.photoId,
        status: row.status,
        pickId: row.pickId,
        position: row.position,
        name: row.name,
        byteLength: row.byteLength,
        contentType: row.contentType,
        ...(row.width === null || row.height === null ? {} : { width: row.width, height: row.height }),
        createdAt: new Date(row.createdAt).toISOString(),
        ...(row.status === 'ready' && row.finalKey !== null ? links(row.finalKey, now) : {}),
      }
    },
  }

  function links(key: string, now: number): Pick<Photo, 'viewUrl' | 'thumbnailUrl' | 'urlExpiresAt'> {
    const validFrom = new Date(Math.floor(now / WINDOW_MS) * WINDOW_MS)
    const validUntil = new Date(validFrom.getTime() + LINK_LIFE_MS)
    const viewUrl = store.readUrl({ key, validFrom, validUntil })
    const thumbnailUrl =
      thumbnails === 'none' ? viewUrl : store.readUrl({ key, validFrom, validUntil, imageOperation: THUMBNAIL })
    return { viewUrl, thumbnailUrl, urlExpiresAt: validUntil.toISOString() }
  }
}

// The same text for a whole window, so that clients find images in their caches; 60 to 90 minutes of life are left.
const WINDOW_MS = 30 * 60_000
const LINK_LIFE_MS = 90 * 60_000

// The widest tile is a third of a 480 px screen at three pixels a point. Turned upright before the metadata goes: `|` runs in order,
// while the order inside one imageMogr2 is not documented (product 460).
const THUMBNAIL = 'imageMogr2/auto-orient|imageMogr2/thumbnail/480x480>/strip/format/webp/quality/80'
