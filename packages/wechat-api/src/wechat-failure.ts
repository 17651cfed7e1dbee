import { isIP } from 'node:net'
import { AppError } from '@photolift/contracts'
import { meaningOf } from './errcodes.js'
import { errcodeOf, errmsgOf, ridOf, type WechatAnswer } from './wechat-answer.js'

interface WechatFailureDetails {
  answer?: WechatAnswer
  remedy?: string | undefined
  status?: number
}

/**
 * What WeChat, or the way to it, said. Neither the request, whose URL holds our secret or token, nor `errmsg`, which may repeat
 * them, is kept.
 */
export class WechatFailure extends Error {
  override readonly name = 'WechatFailure'
  /** WeChat's `errcode`, or the `status` of one item; undefined where nothing came back that WeChat could have said. */
  readonly wechatErrcode: number | undefined
  /** WeChat's id of the call, for its console. */
  readonly rid: string | undefined
  /** How a developer mends it, one English sentence or two; undefined where waiting helps or nobody knows. */
  readonly remedy: string | undefined
  /** HTTP status of an answer that is not WeChat's. */
  readonly status: number | undefined
  /** Under 40164: the address that WeChat saw, to be put on its list. */
  readonly refusedAddress: string | undefined

  constructor(message: string, { answer = {}, remedy, status }: WechatFailureDetails = {}) {
    super(message)
    this.wechatErrcode = errcodeOf(answer)
    this.rid = ridOf(answer)
    this.remedy = remedy
    this.status = status
    this.refusedAddress = refusedAddressOf(answer)
  }
}

/** Nothing came back that WeChat could have said. */
export function toUnavailable(reason: string): AppError {
  const failure = new WechatFailure(reason)
  return new AppError('WECHAT_UNAVAILABLE', failure.message, { cause: failure })
}

/** Something else answered. */
export function toForeignAnswer(status: number): AppError {
  const failure = new WechatFailure(`what answered with ${status} is not WeChat`, { status })
  return new AppError('WECHAT_UNAVAILABLE', failure.message, { cause: failure })
}

/** WeChat answered with an errcode. */
export function toRefusal(errcode: number, answer: WechatAnswer): AppError {
  const { code, remedy } = meaningOf(errcode)
  const failure = new WechatFailure(`WeChat answered errcode ${errcode} (rid ${ridOf(answer) ?? 'absent'})`, {
    answer,
    remedy,
  })
  const address = failure.refusedAddress === undefined ? '' : ` The address is ${failure.refusedAddress}.`
  return new AppError(code, remedy === undefined ? failure.message : `${failure.message}: ${remedy}${address}`, {
    cause: failure,
    ...(code === 'RATE_LIMITED' && { retryAfterSeconds: QUOTA_WINDOW_SECONDS }),
  })
}

/** @returns the failure below an error of this package's calls */
export function wechatFailureOf(error: unknown): WechatFailure | undefined {
  return error instanceof AppError && error.cause instanceof WechatFailure ? error.cause : undefined
}

/** 45011 is about calls in a minute. */
const QUOTA_WINDOW_SECONDS = 60

/** `invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: …`; of an errmsg nothing but an address is taken. */
function refusedAddressOf(answer: WechatAnswer): string | undefined {
  const address = /\binvalid ip ([\d.:a-f]+)/i.exec(errmsgOf(answer))?.[1]
  return address !== undefined && isIP(address) !== 0 ? address : undefined
}
