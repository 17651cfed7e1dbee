import type { ItemError } from './error.js'

/** `POST /v1/files/links` */
export interface FileLinksRequest {
  /** 1 to `PHOTOS_PER_CALL`. */
  photoIds: string[]
  /** 60 to 7200; default 3600. A storage with temporary keys may give less: `expiresAt` tells. */
  ttlSeconds?: number
}

export interface FileLinksResponse {
  /** In the order of the request. */
  links: FileLink[]
}

/** A link to a photo's stored bytes, or why there is none. */
export type FileLink =
  /** `expiresAt` is ISO 8601 UTC. */
  { photoId: string; url: string; expiresAt: string; cloudFileId?: string } | { photoId: string; error: ItemError }
