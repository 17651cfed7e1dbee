import type { FormGrant, PhotoContentType, StoredGrant, UploadGrantRequest, UploadLimits } from '@photolift/contracts'
import type { CancelSignal, Clock, HttpStack, PhotoSource } from '@photolift/platform'
import type { ConfirmBatches } from '../confirm-batches.js'
import type { GrantWaves } from '../grant-waves.js'
import type { Slots } from '../slots.js'
import type { WorkEvent } from '../task-machine.js'

/** A photo that was read once: it exists, its type is known and its bytes have a checksum. */
export interface PreparedPhoto {
  source: PhotoSource
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
  /** Transfers that were begun, without those that the phone itself cut short. */
  tries: number
}

/** What the steps work with, for one photo. */
export interface StepDeps {
  readonly record: PhotoRecord
  readonly signal: CancelSignal
  readonly http: HttpStack
  readonly clock: Clock
  readonly preparing: Slots
  readonly uploading: Slots
  readonly grants: GrantWaves
  readonly confirmations: ConfirmBatches
  limits(): Promise<UploadLimits>
  /** Where this photo stands in the line. */
  order(): number
  pick(): Pick<UploadGrantRequest, 'pickId' | 'position'>
  /** @throws AppError CANCELLED where the photo was paused or taken out meanwhile */
  report(event: WorkEvent): void
  reportBytes(bytesSent: number): void
  /** A grant arrived, perhaps too late for anyone to wait for it. */
  keepGrant(grant: DatedGrant): void
}

export type UsableGrant = DatedGrant | StoredGrant
