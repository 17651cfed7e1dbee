import { AppError, type Photo } from '@photolift/contracts'
import type { ObjectStore, ReadUrl, ReadUrlRequest } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import type { Configuration } from '../configuration/configuration.js'
import { largeKeyOf } from './object-keys.js'

export interface PhotoView {
  /** Rows as their owner sees them, in their order; not for `deleted` rows, which nobody sees. One call for all links. */
  toPhotos(rows: readonly PhotoRow[], now: number): Promise<Photo[]>
}

export function createPhotoView(
  store: Pick<ObjectStore, 'readUrls' | 'cloudFileId'>,
  thumbnails: Configuration['thumbnails'],
): PhotoView {
  return {
    async toPhotos(rows, now) {
      const requests: ReadUrlRequest[] = []
      const places = rows.map((row) => (isReady(row) ? place(row, requests, linkLife(now)) : undefined))
      const links = requests.length === 0 ? [] : await store.readUrls(requests)
      return rows.map((row, index) => {
        const { view, thumbnail } = places[index] ?? {}
        return { ...plainFields(row), ...cloudFields(row), ...linkFields(links[view ?? -1], links[thumbnail ?? -1]) }
      })
    },
  }

  /** Asks for a photo's links. @returns where they stand among all */
  function place(row: ReadyRow, requests: ReadUrlRequest[], life: LinkLife): { view: number; thumbnail: number } {
    const isConverted = thumbnails === 'ci' && row.contentType === 'image/heic'
    const viewKey = thumbnails === 'server' ? largeKeyOf(row.thumbnailKey) : null
    const conversion = isConverted ? { imageOperation: JPEG_OF_HEIC } : {}
    const view = requests.push({ key: viewKey ?? row.finalKey, ...life, ...conversion }) - 1
    if (thumbnails === 'ci') requests.push({ key: row.finalKey, ...life, imageOperation: THUMBNAIL })
    else if (thumbnails === 'server' && row.thumbnailKey !== null) requests.push({ key: row.thumbnailKey, ...life })
    return { view, thumbnail: requests.length - 1 }
  }

  function cloudFields(row: PhotoRow): Pick<Photo, 'cloudFileId' | 'thumbnailCloudFileId' | 'viewCloudFileId'> {
    if (!isReady(row)) return {}
    const idOf = (key: string | null) => (key === null ? undefined : store.cloudFileId(key))
    const cloudFileId = idOf(row.finalKey)
    const thumbnailCloudFileId = idOf(row.thumbnailKey)
    const viewCloudFileId = idOf(largeKeyOf(row.thumbnailKey))
    return {
      ...(cloudFileId && { cloudFileId }),
      ...(thumbnailCloudFileId && { thumbnailCloudFileId }),
      ...(viewCloudFileId && { viewCloudFileId }),
    }
  }
}

type ReadyRow = PhotoRow & { finalKey: string }

function isReady(row: PhotoRow): row is ReadyRow {
  return row.status === 'ready' && row.finalKey !== null
}

function plainFields(row: PhotoRow): Photo {
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
    ...(row.sourcePhotoId === null ? {} : { sourcePhotoId: row.sourcePhotoId }),
  }
}

function linkFields(
  first: ReadUrl | undefined,
  second: ReadUrl | undefined,
): Pick<Photo, 'viewUrl' | 'thumbnailUrl' | 'urlExpiresAt'> {
  if (first === undefined || second === undefined) return {}
  const [view, thumbnail] = [requireLink(first), requireLink(second)]
  const expiresAt = Math.min(view.expiresAt.getTime(), thumbnail.expiresAt.getTime())
  return { viewUrl: view.url, thumbnailUrl: thumbnail.url, urlExpiresAt: new Date(expiresAt).toISOString() }
}

function requireLink(link: ReadUrl): { url: string; expiresAt: Date } {
  if ('error' in link) throw new AppError(link.error.code, link.error.message)
  return link
}

type LinkLife = Pick<ReadUrlRequest, 'validFrom' | 'validUntil'>

function linkLife(now: number): LinkLife {
  const validFrom = new Date(Math.floor(now / WINDOW_MS) * WINDOW_MS)
  return { validFrom, validUntil: new Date(validFrom.getTime() + LINK_LIFE_MS) }
}

// The same text for a whole window, so that clients find images in their caches; 60 to 90 minutes of life are left.
const WINDOW_MS = 30 * 60_000
const LINK_LIFE_MS = 90 * 60_000

// The widest tile is a third of a 480 px screen at three pixels a point. Turned upright before the metadata goes: `|` runs in order,
// while the order inside one imageMogr2 is not documented (product 460).
const THUMBNAIL = 'imageMogr2/auto-orient|imageMogr2/thumbnail/480x480>/strip/format/webp/quality/80'

// As large as photos are sent by default, for clients that do not show HEIC. Image processing may not read HEIC either (it can be switched
// off, product 460): the photo itself comes then.
const JPEG_OF_HEIC = 'imageMogr2/auto-orient|imageMogr2/thumbnail/2560x2560>/strip/format/jpg/quality/85/ignore-error/1'
