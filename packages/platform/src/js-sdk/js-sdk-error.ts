import { AppError, type ErrorCode } from '@photolift/contracts'
import type { JsSdkAnswer } from './js-sdk.js'

// Exact texts after `<call>:` are «unconfirmed» but for those that the library itself writes, so parts of them are matched.
const RULES: readonly { words: RegExp; code: ErrorCode }[] = [
  { words: /cancel/i, code: 'CANCELLED' },
  { words: /invalid signature|invalid url domain|require subscribe|config:/i, code: 'JS_SDK_REFUSED' },
  { words: /permission|denied|authorize/i, code: 'PICK_REFUSED' },
  { words: /not exist|not support|not implemented/i, code: 'PICK_UNAVAILABLE' },
  { words: /timeout|timed out/i, code: 'NETWORK_TIMEOUT' },
  { words: /network/i, code: 'NETWORK_LOST' },
]

/** Translates what a call of the JS-SDK failed with. @param otherwise where WeChat gives no reason that is known */
export function toJsSdkError({ errMsg }: JsSdkAnswer, otherwise: ErrorCode): AppError {
  const text = errMsg ?? 'no errMsg'
  return new AppError(RULES.find(({ words }) => words.test(text))?.code ?? otherwise, text)
}
