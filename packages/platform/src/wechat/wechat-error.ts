import { AppError, type ErrorCode } from '@photolift/contracts'
import type { WechatFailure } from './wechat-api.js'

/**
 * Translates what `fail` gets. `errno` says it best, but not every client gives one; the words are common experience and
 * only partly in the documents («unconfirmed» exact texts), so they are matched by a part of them.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 */
export function toAppError(failure: WechatFailure): AppError {
  const rule = RULES.find(({ errnos, words }) =>
    failure.errno !== undefined && errnos.includes(failure.errno) ? true : words.test(failure.errMsg),
  )
  return new AppError(rule?.code ?? 'NETWORK_LOST', describe(failure), { cause: failure })
}

const RULES: readonly { code: ErrorCode; errnos: readonly number[]; words: RegExp }[] = [
  { code: 'NETWORK_INTERRUPTED', errnos: [600003], words: /interrupted/i },
  { code: 'HOST_NOT_ALLOWED', errnos: [600002, 600009, 600011], words: /not in domain list|invalid url/i },
  { code: 'PHOTO_UNREADABLE', errnos: [1300002, 1300013, 1301000], words: /file not found|no such file|not exist/i },
  { code: 'STORAGE_FULL', errnos: [1300202], words: /storage limit|exceed.*(storage|size)/i },
  { code: 'NETWORK_TIMEOUT', errnos: [5], words: /time ?out|timed[ _]out/i },
  { code: 'CANCELLED', errnos: [], words: /abort/i },
  { code: 'INTERNAL', errnos: [600005, 600010], words: /parameter error/i },
]

function describe({ errMsg, errno }: WechatFailure): string {
  return errno === undefined ? errMsg : `${errMsg} (errno ${errno})`
}
