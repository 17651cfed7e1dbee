import type { HttpResponse } from '@photolift/platform'
import { toAppError } from '../app-error.js'
import { checkCosAnswer } from '../cos-answer.js'
import type { StepDeps } from './step-deps.js'

/**
 * Reads what the bucket has answered, and lets all other transfers know what concerns them, too: that grants have ended before their time,
 * or that the bucket asks for rest.
 *
 * @param waveCount answers of the service before the transfer began
 * @throws AppError as {@link checkCosAnswer} does
 */
export function readCosAnswer(response: HttpResponse, waveCount: number, { grants, gate }: StepDeps): void {
  try {
    checkCosAnswer(response)
  } catch (thrown) {
    const error = toAppError(thrown)
    // Before the next photo takes this one's turn.
    if (error.code === 'UPLOAD_GRANT_EXPIRED') grants.suspectUpTo(waveCount)
    if (error.retryAfterSeconds !== undefined) gate.rest(error.retryAfterSeconds * 1_000)
    throw error
  }
}
