import type { PhotoContentType } from './content-type.js'

/** `pending`: granted, not yet seen in storage. `ready`: confirmed. `rejected`: what arrived was not what was granted. */
export type PhotoStatus = 'pending' | 'ready' | 'rejected'

/** A photo as its owner sees it. The three URL fields exist only while `status` is `ready`. */
export interface Photo {
  /** Opaque. */
  photoId: string
  status: PhotoStatus
  /** Groups the photos that were picked together. */
  pickId: string
  /** Place inside the pick, from 0. */
  position: number
  /** File name as picked, up to 255 UTF-8 bytes; null where the picker gives none. */
  name: string | null
  byteLength: number
  contentType: PhotoContentType
  /** Pixels, once known. */
  width?: number
  height?: number
  /** When the pick reached the service. ISO 8601 UTC. */
  createdAt: string
  /**
   * Link to the stored bytes, or to a JPEG of a HEIC, which few clients show, once there is one; the same text for a whole 30-minute window,
   * so that images are cached.
   */
  viewUrl?: string
  /** Link to a small upright picture without metadata; equals `viewUrl` where the storage makes none. */
  thumbnailUrl?: string
  /** When both links stop working. ISO 8601 UTC. */
  urlExpiresAt?: string
  /** `cloud://` id, where WeChat cloud storage holds the photo. */
  cloudFileId?: string
  /** `cloud://` id of the small picture, once there is one. */
  thumbnailCloudFileId?: string
  /** `cloud://` id of a JPEG of a HEIC, once there is one: what to show in place of the photo. */
  viewCloudFileId?: string
  /** The photo that an edit made this one from; it may be gone by now. */
  sourcePhotoId?: string
}
