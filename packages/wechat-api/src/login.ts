import { textOf } from './wechat-answer.js'
import { toBaseUrl, type WechatApp } from './wechat-app.js'
import { callWechat, startPatience, type WechatCallLimits } from './wechat-call.js'
import { toUnavailable } from './wechat-failure.js'

/** Whom a login code belongs to. The session key is dropped here: nothing of ours decrypts user data. */
export interface WechatIdentity {
  openid: string
  /** Only where the mini-program is bound to an Open Platform account. */
  unionid?: string
}

/**
 * Exchanges a one-time code for the person behind it.
 * @throws AppError LOGIN_CODE_INVALID (40029, 40163), LOGIN_REFUSED (40226), RATE_LIMITED (45011), WECHAT_UNAVAILABLE (no
 * answer, 5xx, -1 after retries), INTERNAL (our appid or secret is wrong); its cause is a WechatFailure with errcode and rid
 */
export type WechatLogin = (loginCode: string) => Promise<WechatIdentity>

/**
 * Logs people in through `jscode2session`.
 *
 * @throws AppError INTERNAL where `baseUrl` is no http or https URL
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
 */
export function createWechatLogin(app: WechatApp, limits: WechatCallLimits = {}): WechatLogin {
  const baseUrl = toBaseUrl(app.baseUrl)

  return async (loginCode) => {
    const query = { appid: app.appid, secret: app.secret, js_code: loginCode, grant_type: 'authorization_code' }
    const answer = await callWechat(baseUrl, { path: '/sns/jscode2session', query }, startPatience(limits))

    const openid = textOf(answer['openid'])
    if (openid === undefined) throw toUnavailable('WeChat answered without an openid')
    const unionid = textOf(answer['unionid'])
    return { openid, ...(unionid !== undefined && { unionid }) }
  }
}
