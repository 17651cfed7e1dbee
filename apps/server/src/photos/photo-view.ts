import { AppError, type Photo } from '@photolift/contracts'
import type { ObjectStore, ReadUrl, ReadUrlRequest } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import type { Configuration } from '../configuration/configuration.js'

export interface PhotoView {
  /** Rows as their owner sees them, in their order; not for `deleted` rows, which nobody sees. One call for all links. */
  toPhotos(rows: readonly PhotoRow[], now: number): Promise<Photo[]>
}

export function createPhotoView(
  store: Pick<ObjectStore, 'readUrls'>,
  thumbnails: Configuration['thumbnails'],
): PhotoView {
  const linksOfPhoto = thumbnails === 'none' ? 1 : 2

  return {
    async toPhotos(rows, now) {
      const keys = rows.map((row) => (row.status === 'ready' ? row.finalKey : null)).filter((key) => key !== null)
      const links = keys.length === 0 ? [] : await store.readUrls(linkRequests(keys, now))
      let used = 0
      return rows.map((row) => {
        if (row.status !== 'ready' || row.finalKey === null) return toPhoto(row, [])
        used += linksOfPhoto
        return toPhoto(row, links.slice(used - linksOfPhoto, used))
      })
    },
  }

  function linkRequests(keys: readonly string[], now: number): ReadUrlRequest[] {
    const validFrom = new Date(Math.floor(now / WINDOW_MS) * WINDOW_MS)
    const validUntil = new Date(validFrom.getTime() + LINK_LIFE_MS)
    return keys.flatMap((key) => {
      const view = { key, validFrom, validUntil }
      return thumbnails === 'none' ? [view] : [view, { ...view, imageOperation: THUMBNAIL }]
    })
  }
}

function toPhoto(row: PhotoRow, links: readonly ReadUrl[]): Photo {
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
    ...linkFields(links),
  }
}

function linkFields([first, second = first]: readonly ReadUrl[]): Pick<
  Photo,
  'viewUrl' | 'thumbnailUrl' | 'urlExpiresAt'
> {
  if (first === undefined || second === undefined) return {}
  const [view, thumbnail] = [requireLink(first), requireLink(second)]
  const expiresAt = Math.min(view.expiresAt.getTime(), thumbnail.expiresAt.getTime())
  return { viewUrl: view.url, thumbnailUrl: thumbnail.url, urlExpiresAt: new Date(expiresAt).toISOString() }
}

function requireLink(link: ReadUrl): { url: string; expiresAt: Date } {
  if ('error' in link) throw new AppError(link.error.code, link.error.message)
  return link
}

// The same text for a whole window, so that clients find images in their caches; 60 to 90 minutes of life are left.
const WINDOW_MS = 30 * 60_000
const LINK_LIFE_MS = 90 * 60_000

// The widest tile is a third of a 480 px screen at three pixels a point. Turned upright before the metadata goes: `|` runs in order,
// while the order inside one imageMogr2 is not documented (product 460).
const THUMBNAIL = 'imageMogr2/auto-orient|imageMogr2/thumbnail/480x480>/strip/format/webp/quality/80'
