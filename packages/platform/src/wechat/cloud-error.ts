import { AppError, type ErrorCode } from '@photolift/contracts'
import type { CloudFailure } from './wechat-cloud-api.js'
import { toAppError } from './wechat-error.js'

/**
 * Translates what `fail` of `wx.cloud` gets; what is in no rule is a failure of `wx.request`'s kind. The numbers are documented, the
 * fields that carry them and the words are «unconfirmed», so a number is looked for in both fields and in the words.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloudrun/src/guide/debug/dev.html
 */
export function toCloudAppError(failure: CloudFailure): AppError {
  const number = numberOf(failure)
  const rule = RULES.find(({ numbers, words }) =>
    number !== undefined && numbers.includes(number) ? true : words?.test(failure.errMsg),
  )
  if (rule === undefined) return toAppError(failure)
  return new AppError(rule.code, number === undefined ? failure.errMsg : `${failure.errMsg} (${number})`, {
    cause: failure,
  })
}

/** `wx.cloud` is not open yet, although `init` was called; it soon is. */
export function isCloudClosed({ errMsg }: CloudFailure): boolean {
  return CLOUD_CLOSED.test(errMsg)
}

/** The status of an answer that came as a failure, its body lost; undefined where nothing tells of one. */
export function hiddenStatus({ errMsg }: CloudFailure): number | undefined {
  const status = /status ?code\D{0,3}([45]\d\d)\b/i.exec(errMsg)?.[1]
  return status === undefined ? undefined : Number(status)
}

const CLOUD_CLOSED = /Cloud API isn't enabled/i

const RULES: readonly { code: ErrorCode; numbers: readonly number[]; words?: RegExp }[] = [
  // The gateway ran out of time, mostly because no instance was up; or it says that one is starting.
  { code: 'NOT_READY', numbers: [102002], words: /SERVICE_NOT_READY|ECONNREFUSED/i },
  { code: 'REQUEST_TOO_LARGE', numbers: [-606001] },
  // A method or an argument that the channel does not know, or an answer over 1000 KiB: this build does not fit the service.
  { code: 'REQUEST_INVALID', numbers: [102005, 40097, -606002] },
  { code: 'LOGIN_REFUSED', numbers: [-606006] },
  // No environment, service or right of this name: only a developer can mend that.
  { code: 'HOST_NOT_ALLOWED', numbers: [-601027, -601031, -601034, -501000], words: /Invalid AppId in host/i },
  // Arrears: the environment stands still until somebody pays.
  { code: 'SERVICE_UNREACHABLE', numbers: [-606003] },
  { code: 'WECHAT_UNAVAILABLE', numbers: [], words: CLOUD_CLOSED },
  // All that is told where the channel fails on its way, and on some clients of an answer that is no success.
  { code: 'NETWORK_LOST', numbers: [], words: /INTERNAL_REQUEST_FAIL/i },
]

function numberOf({ errCode, errno, errMsg }: CloudFailure): number | undefined {
  if (errCode !== undefined) return errCode
  const told = /err(?:Code|no)\D{0,3}?(-?\d+)/i.exec(errMsg)?.[1]
  return told === undefined ? errno : Number(told)
}
