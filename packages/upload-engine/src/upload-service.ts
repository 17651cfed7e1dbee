import type {
  ConfirmationsResponse,
  PartsResponse,
  UploadGrantRequest,
  UploadGrantsResponse,
  UploadLimits,
} from '@photolift/contracts'

/** The service as the engine needs it. Its calls reject with AppError; the implementation logs in again by itself. */
export interface UploadService {
  /** At most `limits.photosPerCall` photos; grants come in the order asked. */
  authorize(photos: UploadGrantRequest[]): Promise<UploadGrantsResponse>
  /** What has arrived of a photo that comes in parts, and URLs for the rest. */
  parts(photoId: string): Promise<PartsResponse>
  confirm(photoIds: string[]): Promise<ConfirmationsResponse>
  /** Removes a photo that is stored or pending. Idempotent. */
  deletePhoto(photoId: string): Promise<void>
  /** What the service accepts; waits for login. */
  limits(): Promise<UploadLimits>
}
