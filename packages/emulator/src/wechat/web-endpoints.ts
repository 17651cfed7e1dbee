import { randomBytes } from 'node:crypto'
import type { OfficialAccount } from './account-endpoints.js'
import type { WebLogins } from './web-logins.js'
import type { WechatEndpoints } from './wechat-endpoint.js'
import { WechatError } from './wechat-error.js'

const TICKET_LIVES_MS = 7_200_000

export interface WebEndpointsOptions extends OfficialAccount {
  webLogins: WebLogins
}

/**
 * What a web page of the service account needs: OAuth and the ticket of the JS-SDK.
 *
 * @see service account documents: web authorisation; JS-SDK
 */
export function createWebEndpoints({ appid, secret, tokens, webLogins }: WebEndpointsOptions): WechatEndpoints {
  let ticket: { value: string; endsAtMs: number } | undefined
  return {
    '/sns/oauth2/access_token': {
      method: 'GET',
      needsToken: false,
      answer({ query, moment }) {
        if (!query['appid']) throw new WechatError(41002)
        if (query['appid'] !== appid) throw new WechatError(40013)
        if (!query['secret']) throw new WechatError(41004)
        if (query['secret'] !== secret) throw new WechatError(40125)
        if (query['grant_type'] !== 'authorization_code') throw new WechatError(40002)
        if (!query['code']) throw new WechatError(41008)
        return webLogins.exchange(query['code'], moment)
      },
    },
    '/sns/userinfo': {
      method: 'GET',
      // Of OAuth, not of the account.
      needsToken: false,
      answer: ({ query, moment }) => webLogins.userInfo(query['access_token'], query['openid'], moment.nowMs),
    },
    '/cgi-bin/ticket/getticket': {
      method: 'GET',
      // The service account's token, looked at here: the others are the mini-program's.
      needsToken: false,
      answer({ query, moment }) {
        tokens.check(query['access_token'], moment)
        if (query['type'] !== 'jsapi') throw new WechatError(40097)
        if (!ticket || moment.nowMs >= ticket.endsAtMs)
          ticket = { value: randomBytes(64).toString('base64url'), endsAtMs: moment.nowMs + TICKET_LIVES_MS }
        // Always the whole life, however much of it is over: so the community says, «unconfirmed».
        return { errcode: 0, errmsg: 'ok', ticket: ticket.value, expires_in: 7_200 }
      },
    },
  }
}
