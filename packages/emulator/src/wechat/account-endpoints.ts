import type { EmulatorSettings } from '../settings/settings.js'
import type { AccessTokens } from './access-tokens.js'
import type { Logins } from './logins.js'
import type { WechatCall, WechatEndpoints } from './wechat-endpoint.js'
import { WechatError } from './wechat-error.js'

export interface AccountEndpointsOptions {
  appid: string
  secret: string
  logins: Logins
  tokens: AccessTokens
  settings(): EmulatorSettings
  /** The service account beside the mini-program: it has tokens of its own, and no such logins. */
  official: OfficialAccount
}

export interface OfficialAccount {
  appid: string
  secret: string
  tokens: AccessTokens
}

/**
 * What the account's AppSecret opens: logins and access tokens.
 *
 * @see mini-program server documents: code2Session, getAccessToken, getStableAccessToken, checkSessionKey
 */
export function createAccountEndpoints(options: AccountEndpointsOptions): WechatEndpoints {
  const { logins, official } = options
  const accountOf = ({ appid }: Fields) => (appid === official.appid ? { ...options, ...official } : options)
  return {
    '/sns/jscode2session': {
      method: 'GET',
      needsToken: false,
      answer({ query, moment: { nowMs, expired } }) {
        checkAccount(options, query)
        if (query['grant_type'] !== 'authorization_code') throw new WechatError(40002)
        if (!query['js_code']) throw new WechatError(41008)
        // A login code lives for five minutes; under this fault the five minutes are over.
        if (expired) throw new WechatError(40029)
        return logins.logIn(query['js_code'], nowMs)
      },
    },
    '/wxa/checksession': {
      method: 'GET',
      needsToken: true,
      answer({ query }) {
        if (query['sig_method'] !== 'hmac_sha256') throw new WechatError(40097)
        logins.checkSession(query['openid'], query['signature'])
        return { errcode: 0, errmsg: 'ok' }
      },
    },
    '/cgi-bin/token': {
      method: 'GET',
      needsToken: false,
      answer(call) {
        const account = accountOf(call.query)
        checkTokenCall(account, call, call.query)
        return account.tokens.issuePlain(call.moment.nowMs)
      },
    },
    '/cgi-bin/stable_token': {
      method: 'POST',
      needsToken: false,
      answer(call) {
        const account = accountOf(call.body)
        checkTokenCall(account, call, call.body)
        const { moment, body } = call
        // As text too: some clients send every field as one.
        const forced = String(body['force_refresh']) === 'true'
        return forced ? account.tokens.forceStable(moment.nowMs) : account.tokens.issueStable(moment)
      },
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

/** In which order WeChat looks is «unconfirmed». */
function checkTokenCall(options: AccountEndpointsOptions, { callerAddress }: WechatCall, fields: Fields): void {
  if (fields['grant_type'] !== 'client_credential') throw new WechatError(40002)
  checkAccount(options, fields)
  const { allowedAddresses } = options.settings()
  if (allowedAddresses && !allowedAddresses.includes(callerAddress)) {
    throw new WechatError(40164, `invalid ip ${callerAddress} ipv6 ::ffff:${callerAddress}, not in whitelist`)
  }
}

function checkAccount({ appid, secret }: AccountEndpointsOptions, fields: Fields): void {
  if (!isText(fields['appid'])) throw new WechatError(41002)
  if (fields['appid'] !== appid) throw new WechatError(40013)
  if (!isText(fields['secret'])) throw new WechatError(41004)
  if (fields['secret'] !== secret) throw new WechatError(40125)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
