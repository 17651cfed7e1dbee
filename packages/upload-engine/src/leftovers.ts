import { ERRORS, type RetryRule } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { toAppError } from './app-error.js'
import type { ConfirmBatches } from './confirm-batches.js'
import type { ResumeRecord } from './resume-record.js'

/** After these the service has spoken about the photo itself; after others it may say something else another day. */
const VERDICTS: readonly RetryRule[] = ['never', 'after-authorize']

/** Confirms the photos that a former run of the app had sent when it was killed. What fails stays on record. */
export async function confirmLeftovers(record: ResumeRecord, confirmations: ConfirmBatches): Promise<void> {
  const leftovers = await record.leftovers()
  await Promise.all(leftovers.map((photoId) => confirmLeftover(photoId, record, confirmations)))
}

async function confirmLeftover(photoId: string, record: ResumeRecord, confirmations: ConfirmBatches): Promise<void> {
  try {
    await confirmations.confirm(photoId, createCancelSource().signal)
    record.remove(photoId)
  } catch (thrown) {
    if (VERDICTS.includes(ERRORS[toAppError(thrown).code].retry)) record.remove(photoId)
  }
}
