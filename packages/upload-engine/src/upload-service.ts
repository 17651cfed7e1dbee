import type {
  ConfirmationsResponse,
  UploadGrantRequest,
  UploadGrantsResponse,
  UploadLimits,
} from '@photolift/contracts'

/** The service as the engine needs it. Both calls reject with AppError; the implementation logs in again by itself. */
export interface UploadService {
  /** At most `limits.photosPerCall` photos; grants come in the order asked. */
  authorize(photos: UploadGrantRequest[]): Promise<UploadGrantsResponse>
  confirm(photoIds: string[]): Promise<ConfirmationsResponse>
  /** Removes a photo that is stored or pending. Idempotent. */
  deletePhoto(photoId: string): Promise<void>
  /** What the service accepts; waits for login. */
  limits(): Promise<UploadLimits>
}
