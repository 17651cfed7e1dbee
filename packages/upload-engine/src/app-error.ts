import { AppError } from '@photolift/contracts'

/** Whatever was thrown, as a failure of the catalogue. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('INTERNAL', String(thrown), { cause: thrown })
}
