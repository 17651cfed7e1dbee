import { type ErrorCode, MESSAGES_EN, MESSAGES_ZH_CN, PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import { inSystemLanguage } from './language.js'

/**
 * The sentence that a person reads for a failure.
 *
 * @param photoMaxBytes the service's limit, once login has told it
 */
export function errorMessage(code: ErrorCode, photoMaxBytes = PHOTO_MAX_BYTES_DEFAULT): string {
  const messages = inSystemLanguage<Record<ErrorCode, string>>({ zh: MESSAGES_ZH_CN, en: MESSAGES_EN })
  return messages[code].replace('{limit}', formatLimit(photoMaxBytes))
}

/** Limits are set in binary units: 20 MiB is `20 MB` to a person. */
export function formatLimit(byteLength: number): string {
  return `${Math.floor(byteLength / 1024 / 1024)}\u00a0MB`
}
