import type { FormGrant, PhotoContentType } from '@photolift/contracts'
import type { PhotoSource } from '@photolift/platform'

/** A photo as it is sent: it exists, its type is known and its bytes have a checksum. */
export interface PreparedPhoto {
  source: PhotoSource
  /** Where it was written anew: its name in `KeptPhotos`. */
  keptAs?: string
  contentType: PhotoContentType
  contentMd5: string
  name?: string
}

/** A form grant with its end on this device's clock. */
export interface DatedGrant extends FormGrant {
  /** Milliseconds since the epoch, a margin before the service's `expiresAt`. */
  usableUntil: number
}

/** All bytes of a photo are in the bucket; whether they are the right ones, the service will say. */
export interface UploadedObject {
  photoId: string
}

/**
 * What is known about a photo on its way. A step whose result is here does nothing a second time, so that a retry starts
 * over from the top and goes on where it was. Resuming after a kill will start from a stored copy of it.
 */
export interface PhotoRecord {
  readonly taskId: string
  prepared?: PreparedPhoto | undefined
  grant?: DatedGrant | undefined
  uploaded?: UploadedObject | undefined
  /**
   * A transfer was begun whose end nobody has heard: the bytes may have arrived. The service is asked before they are sent
   * again.
   */
  inDoubt?: boolean
  /** Transfers that were begun, without those that the phone itself cut short. */
  tries: number
}
