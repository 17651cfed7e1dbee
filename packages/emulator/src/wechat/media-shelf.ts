import { randomBytes } from 'node:crypto'

/** What somebody has given to the account for a while. */
export interface TemporaryMedia {
  bytes: Buffer
  /** A video is not given out: `media/get` names a link to it. */
  kind: 'image' | 'voice' | 'video'
  /** Of the answer, whatever the bytes are. */
  contentType: string
  /** File name extension in `Content-disposition`. */
  extension: string
  /** Whether `media/get` says how long it is. */
  hasLength: boolean
}

interface ShelvedMedia extends TemporaryMedia {
  shelvedAtMs: number
}

/** How long an id works: three days. */
export const MEDIA_LIFE_MS = 3 * 86_400_000

/**
 * Temporary media of one account, by id. An id may be used again and again while it lives.
 *
 * @see official account documents: 新增临时素材, 获取临时素材
 */
export class MediaShelf {
  private readonly media = new Map<string, ShelvedMedia>()

  /** @returns its media_id, 64 characters */
  add(media: TemporaryMedia, nowMs: number): string {
    const mediaId = randomBytes(48).toString('base64url')
    this.media.set(mediaId, { ...media, shelvedAtMs: nowMs })
    return mediaId
  }

  /** @returns undefined for an id that never was, or has ended */
  find(mediaId: string, nowMs: number): TemporaryMedia | undefined {
    const found = this.media.get(mediaId)
    return found && nowMs < found.shelvedAtMs + MEDIA_LIFE_MS ? found : undefined
  }
}
