import { ERRORS, type Photo, type RetryRule } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { toAppError } from './app-error.js'
import type { ConfirmBatches } from './confirm-batches.js'
import type { ResumeRecord } from './resume-record.js'

/** After these the service has spoken about the photo itself; after others it may say something else another day. */
const VERDICTS: readonly RetryRule[] = ['never', 'after-authorize']

export interface LeftoverDeps {
  resumeRecord: ResumeRecord
  confirmations: ConfirmBatches
  onLeftoverStored: (photo: Photo) => void
}

/** Confirms the photos that a former run of the app had sent when it was killed. What fails stays on record. */
export async function confirmLeftovers(deps: LeftoverDeps): Promise<void> {
  const leftovers = await deps.resumeRecord.leftovers()
  await Promise.all(leftovers.map((photoId) => confirmLeftover(photoId, deps)))
}

async function confirmLeftover(photoId: string, deps: LeftoverDeps): Promise<void> {
  const { resumeRecord, confirmations, onLeftoverStored } = deps
  let photo: Photo
  try {
    photo = await confirmations.confirm(photoId, createCancelSource().signal)
  } catch (thrown) {
    if (VERDICTS.includes(ERRORS[toAppError(thrown).code].retry)) resumeRecord.remove(photoId)
    return
  }
  resumeRecord.remove(photoId)
  onLeftoverStored(photo)
}
