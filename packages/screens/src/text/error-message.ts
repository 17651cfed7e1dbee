import { type ErrorCode, MESSAGES_EN, MESSAGES_ZH_CN, PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import type { Language } from './language.js'

const MESSAGES: Record<Language, Record<ErrorCode, string>> = { zh: MESSAGES_ZH_CN, en: MESSAGES_EN }

/** {@link errorMessage} in one language. */
export type ErrorSentence = (code: ErrorCode, photoMaxBytes?: number) => string

/**
 * The sentence that a person reads for a failure.
 *
 * @param photoMaxBytes the service's limit, once login has told it
 */
export function errorMessage(code: ErrorCode, language: Language, photoMaxBytes = PHOTO_MAX_BYTES_DEFAULT): string {
  return MESSAGES[language][code].replace('{limit}', formatLimit(photoMaxBytes))
}

/** Limits are set in binary units: 20 MiB is `20 MB` to a person. */
export function formatLimit(byteLength: number): string {
  return `${Math.floor(byteLength / 1024 / 1024)}\u00a0MB`
}
