import { AppError, ERRORS, type ErrorCode } from '@photolift/contracts'
import type { PhotoList } from './photo-list.js'

/** Deletions in flight; a mini-program has ten requests in all, and three may be uploads. */
const PARALLEL_DELETIONS = 3

export interface DeletionResult {
  readonly deletedIds: readonly string[]
  readonly failedIds: readonly string[]
}

/** Deletes photos, until the service cannot be reached or asks for a pause. */
export async function deletePhotos(
  photoIds: readonly string[],
  list: Pick<PhotoList, 'deletePhoto'>,
): Promise<DeletionResult> {
  const waiting = [...photoIds]
  const deletedIds: string[] = []
  const failedIds: string[] = []

  async function deleteWaiting(): Promise<void> {
    for (let photoId = waiting.shift(); photoId !== undefined; photoId = waiting.shift()) {
      try {
        await list.deletePhoto(photoId)
        deletedIds.push(photoId)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        failedIds.push(photoId)
        if (stopsAll(error.code)) failedIds.push(...waiting.splice(0))
      }
    }
  }

  await Promise.all(Array.from({ length: PARALLEL_DELETIONS }, deleteWaiting))
  return { deletedIds, failedIds }
}

/** Whether a failure says nothing about the photo: the next ones would only meet the same, each after its own wait. */
function stopsAll(code: ErrorCode): boolean {
  return code === 'RATE_LIMITED' || ERRORS[code].status === null
}
