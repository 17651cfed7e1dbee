import type { FormGrant, MultipartGrant, PhotoContentType } from '@photolift/contracts'
import type { PhotoSource } from '@photolift/platform'

/** A photo as it is sent: it exists, its type is known and its bytes have a checksum. */
export interface PreparedPhoto {
  source: PhotoSource
  contentType: PhotoContentType
  contentMd5: string
  name?: string
}

/** A grant to send with its end on this device's clock. */
export type DatedGrant = DatedFormGrant | DatedMultipartGrant

export type DatedFormGrant = FormGrant & Dated

export type DatedMultipartGrant = MultipartGrant & Dated

/** When a permission ends, on this device's clock. */
export interface Dated {
  /** Milliseconds since the epoch, a margin before the service's `expiresAt`. */
  usableUntil: number
  /** The how-manieth answer of the service it came with; a later one is of a later time. */
  waveNumber: number
}

/** All bytes of a photo are in the bucket; whether they are the right ones, the service will say. */
export interface UploadedObject {
  photoId: string
}

/**
 * What is known about a photo on its way. A step whose result is here does nothing a second time, so that a retry starts
 * over from the top and goes on where it was. A run of the app that was killed leaves it in the journal.
 */
export interface PhotoRecord {
  readonly taskId: string
  prepared?: PreparedPhoto | undefined
  grant?: DatedGrant | undefined
  /** The service's name for it, once it was granted; it outlives the grant. */
  photoId?: string | undefined
  uploaded?: UploadedObject | undefined
  /**
   * Under this `photoId` a transfer was begun whose end nobody has heard, or may have been before a kill: the bytes may have arrived. The
   * service is asked before they are sent again.
   */
  inDoubt?: string | undefined
  /** Transfers that were begun in all. */
  begunCount: number
  /** Those that count against it: none that the phone itself cut short, or that was followed by one that got somewhere. */
  tries: number
}
