import { type AppError, ERRORS, type Photo } from '@photolift/contracts'
import { toAppError } from './app-error.js'
import type { Mark, Patience } from './patience.js'
import type { PickedPhoto } from './picked-photo.js'
import type { StepDeps } from './steps/step-deps.js'
import { uploadPhoto } from './upload-photo.js'

export interface JourneyDeps extends StepDeps {
  readonly patience: Patience
  /** Transfers of one photo before its failure is final. */
  readonly maxTries: number
}

/**
 * Takes one photo along its way, over failures that heal. Calls to the service are repeated where they are made
 * (`service-calls.ts`); what is left for here is a transfer that failed, and a grant that does not hold any more.
 *
 * @throws AppError the failure that did not heal
 */
export async function travel(picked: PickedPhoto, deps: JourneyDeps): Promise<Photo> {
  for (;;) {
    const mark = { ...deps.patience.mark(), begunCount: deps.record.begunCount }
    try {
      return await uploadPhoto(picked, deps)
    } catch (thrown) {
      await heal(toAppError(thrown), mark, deps)
    }
  }
}

async function heal(error: AppError, mark: Mark & { begunCount: number }, deps: JourneyDeps): Promise<void> {
  const { record, patience, signal } = deps
  const { retry } = ERRORS[error.code]
  const wasInTransfer = record.begunCount > mark.begunCount && record.uploaded === undefined
  const grantIsSpent = retry === 'after-authorize' && record.grant !== undefined
  if (!grantIsSpent && !(retry === 'later' && wasInTransfer)) throw error

  const excused = patience.excuses(error, mark)
  if (record.tries >= deps.maxTries && !excused) throw error
  deps.report('sendAgain')
  if (grantIsSpent) {
    record.grant = undefined
    record.uploaded = undefined
  }
  // A grant that ended in the line was never tried, and one refusal may be chance: the next one is asked for at once.
  if (error.code === 'UPLOAD_GRANT_EXPIRED' && !(wasInTransfer && record.tries > 1)) return

  if (!(excused && patience.explains(mark))) {
    await patience.sleepUntilReturn(patience.backoffMs(Math.max(1, record.tries)), signal)
  }
  // The platform may tell that the network went only after the transfer has failed.
  if (excused || patience.excuses(error, mark)) record.tries -= 1
}
