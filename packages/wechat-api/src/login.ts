import { AppError } from '@photolift/contracts'
import { callWechat, type WechatCallLimits } from './wechat-call.js'
import { toUnavailable } from './wechat-failure.js'

/** One mini-program. */
export interface WechatApp {
  appid: string
  secret: string
  /** `https://api.weixin.qq.com` unless an emulator answers. */
  baseUrl?: string
}

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
  const endpoint = URL.parse('/sns/jscode2session', app.baseUrl ?? 'https://api.weixin.qq.com')
  if (endpoint === null || !/^https?:$/.test(endpoint.protocol)) {
    throw new AppError('INTERNAL', 'the base URL of the WeChat API is not like https://api.weixin.qq.com')
  }

  return async (loginCode) => {
    const url = new URL(endpoint)
    url.search = new URLSearchParams({
      appid: app.appid,
      secret: app.secret,
      js_code: loginCode,
      grant_type: 'authorization_code',
    }).toString()

    const { openid, unionid } = await callWechat(url, limits)
    if (typeof openid !== 'string' || openid === '') throw toUnavailable('WeChat answered without an openid')
    return { openid, ...(typeof unionid === 'string' && { unionid }) }
  }
}
