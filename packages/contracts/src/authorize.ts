import type { PhotoContentType } from './content-type.js'
import type { ItemError } from './error.js'
import type { Photo } from './photo.js'

/** One photo that a client asks to upload. */
export interface UploadGrantRequest {
  /** Unique per user; repeated, it gives the same photo. */
  taskId: string
  pickId: string
  /** Place inside the pick, from 0. */
  position: number
  byteLength: number
  contentType: PhotoContentType
  /** MD5 of the bytes, 32 lower-case hex digits. */
  contentMd5: string
  /** File name, up to 255 UTF-8 bytes. */
  name?: string
}

/** `POST /v1/upload-grants` */
export interface UploadGrantsRequest {
  photos: UploadGrantRequest[]
}

export interface UploadGrantsResponse {
  /** ISO 8601 UTC. */
  serverTime: string
  /** In the order of the request. */
  grants: UploadGrant[]
}

/** What the service says to one requested photo. */
export type UploadGrant = FormGrant | MultipartGrant | StoredGrant | RefusedGrant

/** Permission to write one object once, as a form: send `fields` as they are, then the file. */
export interface FormGrant {
  kind: 'form'
  taskId: string
  photoId: string
  /** The object's name in the bucket. */
  key: string
  /** ISO 8601 UTC, on the service's clock. */
  expiresAt: string
  url: string
  fields: Record<string, string>
  /** Name of the file part, which comes last. */
  fileField: 'file'
}

/** Permission to write one object in parts: `POST /v1/photos/:photoId/parts` says which are missing and how to send them. */
export interface MultipartGrant {
  kind: 'multipart'
  taskId: string
  photoId: string
  /** The object's name in the bucket. */
  key: string
  /** ISO 8601 UTC, on the service's clock. Asking for parts makes it last longer. */
  expiresAt: string
  /** Bytes of every part but the last, which may be shorter. */
  partByteLength: number
}

/** The photo is stored already; nothing needs to be sent. */
export interface StoredGrant {
  kind: 'stored'
  taskId: string
  photo: Photo
}

/** This photo may not be uploaded; the others of the call may. */
export interface RefusedGrant {
  kind: 'refused'
  taskId: string
  error: ItemError
}
