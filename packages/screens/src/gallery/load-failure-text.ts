import { ERRORS, type ErrorCode } from '@photolift/contracts'
import type { GalleryText } from '../text/gallery.js'

export interface LoadFailureText {
  failedTitle: string
  failedText: string
}

/** Why photos do not load. Where no answer came the catalogue speaks of uploads that go on, which is no help here. */
export function loadFailureText(code: ErrorCode, text: GalleryText): LoadFailureText {
  // Where the phone is online the client says SERVICE_UNREACHABLE instead.
  if (code === 'NETWORK_LOST') return { failedTitle: text.offlineTitle, failedText: text.offlineText }
  const noAnswerCame = ERRORS[code].status === null && ERRORS[code].retry === 'later'
  if (noAnswerCame) return { failedTitle: text.unreachableTitle, failedText: text.unreachableText }
  return { failedTitle: text.failedTitle, failedText: text.error(code) }
}
