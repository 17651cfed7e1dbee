import { AppError, type ErrorCode } from '@photolift/contracts'
import { errcodeOf, ridOf, type WechatAnswer } from './wechat-answer.js'

/**
 * What WeChat, or the way to it, said. Neither the request, whose URL holds our secret and the person's code, nor `errmsg`, which
 * may repeat them, is kept.
 */
export class WechatFailure extends Error {
  override readonly name = 'WechatFailure'
  /** WeChat's `errcode`; undefined where nothing came back that WeChat could have said. */
  readonly wechatErrcode: number | undefined
  /** WeChat's id of the call, for its console. */
  readonly rid: string | undefined

  constructor(message: string, answer: WechatAnswer = {}) {
    super(message)
    this.wechatErrcode = errcodeOf(answer)
    this.rid = ridOf(answer)
  }
}

/** Nothing came back that WeChat could have said. */
export function toUnavailable(reason: string): AppError {
  const failure = new WechatFailure(reason)
  return new AppError('WECHAT_UNAVAILABLE', failure.message, { cause: failure })
}

/** WeChat answered with an errcode. */
export function toRefusal(errcode: number, answer: WechatAnswer): AppError {
  const failure = new WechatFailure(`WeChat answered errcode ${errcode} (rid ${ridOf(answer) ?? 'absent'})`, answer)
  const code = ERROR_CODES.get(errcode) ?? 'INTERNAL'
  return new AppError(code, failure.message, {
    cause: failure,
    ...(code === 'RATE_LIMITED' && { retryAfterSeconds: QUOTA_WINDOW_SECONDS }),
  })
}

/**
 * Codes that are not in here say that our account or our request is wrong (40013 appid, 40125 secret, 40243 secret frozen,
 * 50007 account frozen …): INTERNAL.
 *
 * @see mini-program server documents: code2Session and the table of global codes
 */
const ERROR_CODES = new Map<number, ErrorCode>([
  // Busy.
  [-1, 'WECHAT_UNAVAILABLE'],
  // Invalid or too old; used before; missing.
  [40029, 'LOGIN_CODE_INVALID'],
  [40163, 'LOGIN_CODE_INVALID'],
  [41008, 'LOGIN_CODE_INVALID'],
  // A person whom WeChat holds to be a high risk.
  [40226, 'LOGIN_REFUSED'],
  [45011, 'RATE_LIMITED'],
])

/** 45011 is about calls in a minute. */
const QUOTA_WINDOW_SECONDS = 60
