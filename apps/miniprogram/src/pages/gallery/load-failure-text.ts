import { ERRORS, type ErrorCode } from '@photolift/contracts'
import { errorMessage } from '../../text/error-message.js'
import type { GalleryText } from '../../text/gallery.js'

/** Why photos do not load. Where no answer came the catalogue speaks of uploads that go on, which is no help here. */
export function loadFailureText(code: ErrorCode, text: Pick<GalleryText, 'failedText'>): string {
  const noAnswerCame = ERRORS[code].status === null && ERRORS[code].retry === 'later'
  return noAnswerCame ? text.failedText : errorMessage(code)
}
