import type { ItemError } from './error.js'
import type { Photo } from './photo.js'

/** `POST /v1/confirmations` */
export interface ConfirmationsRequest {
  photoIds: string[]
}

export interface ConfirmationsResponse {
  /** In the order of the request. */
  results: ConfirmationResult[]
}

export type ConfirmationResult = { photoId: string; photo: Photo } | { photoId: string; error: ItemError }
