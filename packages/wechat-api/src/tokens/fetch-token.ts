import { textOf } from '../wechat-answer.js'
import type { WechatApp } from '../wechat-app.js'
import { toBaseUrl } from '../wechat-app.js'
import { callWechat, startPatience, type WechatCallLimits } from '../wechat-call.js'
import { toUnavailable } from '../wechat-failure.js'

/** A token as WeChat has just given it. */
export interface IssuedToken {
  wechatAccessToken: string
  /** Seconds that remain, counted from the request. 7,200 at most. */
  lifeSeconds: number
}

/**
 * Asks for the app's token. `force: true` makes a new one and ends the old one at once.
 * @throws AppError WECHAT_UNAVAILABLE, RATE_LIMITED (45011), INTERNAL (appid, secret, IP list)
 */
export type FetchToken = (force: boolean) => Promise<IssuedToken>

/**
 * Tokens of `stable_token`, which gives every instance the same one and replaces it in its last five minutes.
 *
 * @throws AppError INTERNAL where `baseUrl` is no http or https URL
 * @see mini-program server documents: getStableAccessToken
 */
export function createFetchToken(app: WechatApp, limits: WechatCallLimits): FetchToken {
  const baseUrl = toBaseUrl(app.baseUrl)

  return async (force) => {
    const request = {
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: app.appid, secret: app.secret, force_refresh: force },
      // Twice within 30 s is refused, and 20 a day is all there is.
      repeatable: !force,
    }
    const answer = await callWechat(baseUrl, request, startPatience(limits))

    const wechatAccessToken = textOf(answer['access_token'])
    const lifeSeconds = answer['expires_in']
    if (wechatAccessToken === undefined || typeof lifeSeconds !== 'number' || !(lifeSeconds >= 0)) {
      throw toUnavailable('WeChat answered without an access token')
    }
    return { wechatAccessToken, lifeSeconds }
  }
}
