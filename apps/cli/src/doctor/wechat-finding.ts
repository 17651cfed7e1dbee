import { AppError } from '@photolift/contracts'
import { WechatFailure } from '@photolift/wechat-api'
import type { Finding } from './check.js'

/** What WeChat refused, with the remedy of the one table of errcodes. */
export function toWechatFinding(what: string, error: unknown): Finding {
  const failure = error instanceof AppError && error.cause instanceof WechatFailure ? error.cause : undefined
  const errcode = failure?.wechatErrcode
  const reason = errcode === undefined ? 'no answer of WeChat' : `errcode ${errcode}`
  const address = failure?.refusedAddress === undefined ? '' : ` The address is ${failure.refusedAddress}.`
  return {
    level: 'error',
    finding: `${what} (${reason})`,
    fix: `${failure?.remedy ?? FIX}${address}`,
  }
}

const FIX =
  'Check whether this machine reaches api.weixin.qq.com, and WECHAT_API_BASE_URL if it is set; else try again later.'
