import { AppError } from '@photolift/contracts'
import { CosFailure } from '../cos-failure.js'

/** The connection broke, or nothing moved on it for too long. */
export function toConnectionFailure(cause: unknown): AppError {
  const { code = 'Error', message = 'the connection broke' } = cause as { code?: string; message?: string }
  return new AppError('STORAGE_UNAVAILABLE', `the connection to the storage broke: ${code}`, {
    cause: new CosFailure({ code, message }),
    cosErrorCode: code,
  })
}

/** The error of a transfer whose signal said so. */
export function toCancelled(): AppError {
  return new AppError('CANCELLED', 'the transfer was cancelled')
}

/** Nothing moved for this long. */
export function silenceError(silenceMs: number): Error {
  return Object.assign(new Error(`nothing moved for ${silenceMs} ms`), { code: 'ETIMEDOUT' })
}
