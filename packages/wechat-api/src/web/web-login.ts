import type { WechatIdentity } from '../login.js'
import { textOf } from '../wechat-answer.js'
import { toBaseUrl, type WechatApp } from '../wechat-app.js'
import { callWechat, startPatience, type WechatCallLimits } from '../wechat-call.js'
import { toUnavailable } from '../wechat-failure.js'

/** Whom a code of the page of authorisation belongs to. */
export interface WebIdentity extends WechatIdentity {
  /**
   * The page was opened in snapshot mode: openid and unionid are made up. A hint; WeChat is reported to forget it at times.
   * @see service account documents: snapshot page
   */
  isSnapshot: boolean
  /** What the person has agreed to, as WeChat says it. */
  scope: string
}

/**
 * Exchanges the one-time code of a web page for the person behind it. OAuth's own tokens are dropped: nothing of ours calls with them.
 * @throws AppError LOGIN_CODE_INVALID (40029, 40163), RATE_LIMITED, WECHAT_UNAVAILABLE, INTERNAL (our appid or secret is wrong)
 */
export type WebLogin = (code: string) => Promise<WebIdentity>

/**
 * Logs people of a service account in through `sns/oauth2/access_token`.
 *
 * @throws AppError INTERNAL where `baseUrl` is no http or https URL
 * @see service account documents: web authorisation
 */
export function createWebLogin(app: WechatApp, limits: WechatCallLimits = {}): WebLogin {
  const baseUrl = toBaseUrl(app.baseUrl)

  return async (code) => {
    const query = { appid: app.appid, secret: app.secret, code, grant_type: 'authorization_code' }
    const answer = await callWechat(baseUrl, { path: '/sns/oauth2/access_token', query }, startPatience(limits))

    const openid = textOf(answer['openid'])
    if (openid === undefined) throw toUnavailable('WeChat answered without an openid')
    const unionid = textOf(answer['unionid'])
    return {
      openid,
      ...(unionid !== undefined && { unionid }),
      isSnapshot: Number(answer['is_snapshotuser']) === 1,
      scope: textOf(answer['scope']) ?? '',
    }
  }
}
