import type { PhotoTask } from '@photolift/upload-engine'
import { formatLimit } from '../text/error-message.js'
import type { UploadText } from '../text/upload.js'

export interface ReasonContext {
  text: UploadText
  photoMaxBytes: number
}

/** A word or two for a tile, such as `超时`. */
export function shortReason({ state, errorCode }: PhotoTask, { text, photoMaxBytes }: ReasonContext): string {
  if (errorCode === 'PHOTO_TOO_LARGE') return text.tooBig(formatLimit(photoMaxBytes))
  const known = errorCode && text.shortReason[errorCode]
  return known ?? text.shortReasonOther[state === 'refused' ? 'refused' : 'failed']
}

/** The sentence for the sheet of reasons: why, and what to do. */
export function reasonSentence({ errorCode = 'INTERNAL' }: PhotoTask, { text, photoMaxBytes }: ReasonContext): string {
  return text.reason[errorCode] ?? text.error(errorCode, photoMaxBytes)
}
