import type { PartsResponse, UploadGrantRequest } from '@photolift/contracts'
import type { CancelSignal, Clock, HttpStack, ImageTools, KeptPhotos, PhotoSource } from '@photolift/platform'
import type { ConfirmBatches } from '../confirm-batches.js'
import type { GrantWaves } from '../grant-waves.js'
import type { DatedGrant, PhotoRecord } from '../photo-record.js'
import type { Preparation, StripMetadata } from '../preparation.js'
import type { Limits } from '../shared-limits.js'
import type { Slots } from '../slots.js'
import type { WorkEvent } from '../task-machine.js'
import type { TransferGate } from '../transfer-gate.js'
import type { TransferWatch } from '../transfer-watch.js'

/** What the steps work with, for one photo. */
export interface StepDeps {
  readonly record: PhotoRecord
  readonly signal: CancelSignal
  readonly http: HttpStack
  readonly clock: Clock
  readonly keptPhotos: KeptPhotos | undefined
  readonly imageTools: ImageTools | undefined
  readonly preparing: Slots
  readonly uploading: Slots
  /** Parts that are in memory. */
  readonly partsInMemory: Slots
  readonly grants: GrantWaves
  readonly confirmations: ConfirmBatches
  readonly limits: Limits
  readonly gate: TransferGate
  readonly transfers: TransferWatch
  /** Asks the service, with patience. */
  parts(photoId: string, signal: CancelSignal): Promise<PartsResponse>
  preparation(): Preparation
  readonly stripMetadata: StripMetadata | undefined
  /** Where this photo stands in the line. */
  order(): number
  pick(): Pick<UploadGrantRequest, 'pickId' | 'position'>
  /** @throws AppError CANCELLED where the photo was paused or taken out meanwhile */
  report(event: WorkEvent): void
  reportBytes(bytesSent: number): void
  /**
   * What was made of the picked photo has to outlive the app in its place: it is what the service will be told of.
   * @param keptAs where it is a file of `keptPhotos` already
   */
  keepMade(made: PhotoSource, keptAs?: string): Promise<void>
  /** A grant arrived, perhaps too late for anyone to wait for it. */
  keepGrant(grant: DatedGrant): void
}
