import { AppError } from '@photolift/contracts'
import { toItemError } from './item-error.js'

/** Which objects of a call could not be deleted, and why; all others are gone. */
export class DeleteFailure extends Error {
  override readonly name = 'DeleteFailure'

  constructor(readonly failures: readonly { key: string; error: AppError }[]) {
    super(failures.map(({ key, error }) => `${key}: ${error.message}`).join('\n'))
  }
}

/** Rejects for the objects of a call that are still there, with the code of the first. */
export function requireAllDeleted(failures: readonly { key: string; error: AppError }[]): void {
  const [first] = failures
  if (first === undefined) return
  const { cosErrorCode } = first.error
  const { code, message } = toItemError(first.error)
  throw new AppError(code, `${failures.length} of the objects could not be deleted, the first for: ${message}`, {
    cause: new DeleteFailure(failures),
    ...(cosErrorCode !== undefined && { cosErrorCode }),
  })
}
