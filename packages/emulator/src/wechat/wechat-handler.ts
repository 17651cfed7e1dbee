import type { IncomingMessage, ServerResponse } from 'node:http'
import { readText } from '../read-text.js'
import type { RequestHandler, RequestView } from '../request-view.js'
import { AccessTokens, type Moment } from './access-tokens.js'
import { Logins } from './logins.js'
import { refusalBody, WechatError } from './wechat-error.js'

/** Far above what these endpoints take, so that a wrong client cannot fill the memory. */
const MAX_BODY_BYTES = 65_536

export interface WechatHandlerOptions {
  appid: string
  secret: string
  /** An unknown login code is the person `devtools`, any number of times. */
  anyLoginCode: boolean
  view: RequestView
}

/**
 * Answers the mini-program server APIs that a login needs. Every answer has status 200; a failure is
 * `{ errcode, errmsg }`.
 *
 * @see mini-program server documents: code2Session, getAccessToken, getStableAccessToken, checkSessionKey
 */
export function createWechatHandler({ appid, secret, anyLoginCode, view }: WechatHandlerOptions): RequestHandler {
  const logins = new Logins({ appid, anyLoginCode })
  const tokens = new AccessTokens()

  function checkAccount(fields: Fields): void {
    if (!fields.appid) throw new WechatError(41002)
    if (fields.appid !== appid) throw new WechatError(40013)
    if (!fields.secret) throw new WechatError(41004)
    if (fields.secret !== secret) throw new WechatError(40125)
  }

  const endpoints: Record<string, Endpoint> = {
    '/sns/jscode2session': {
      method: 'GET',
      answer(fields, { nowMs, expired }) {
        checkAccount(fields)
        if (fields.grant_type !== 'authorization_code') throw new WechatError(40002)
        if (!fields.js_code) throw new WechatError(41008)
        // A login code lives for five minutes; under this fault the five minutes are over.
        if (expired) throw new WechatError(40029)
        return logins.logIn(fields.js_code, nowMs)
      },
    },
    '/wxa/checksession': {
      method: 'GET',
      answer(fields, moment) {
        tokens.check(fields.access_token, moment)
        if (fields.sig_method !== 'hmac_sha256') throw new WechatError(40097)
        logins.checkSession(fields.openid, fields.signature)
        return { errcode: 0, errmsg: 'ok' }
      },
    },
    '/cgi-bin/token': {
      method: 'GET',
      answer(fields, { nowMs }) {
        if (fields.grant_type !== 'client_credential') throw new WechatError(40002)
        checkAccount(fields)
        return tokens.issuePlain(nowMs)
      },
    },
    '/cgi-bin/stable_token': {
      method: 'POST',
      answer(fields, moment) {
        if (fields.grant_type !== 'client_credential') throw new WechatError(40002)
        checkAccount(fields)
        return fields.force_refresh === 'true' ? tokens.forceStable(moment.nowMs) : tokens.issueStable(moment)
      },
    },
  }

  return async function answerWechat(request, response) {
    const moment = { nowMs: view.nowMs(request), expired: view.tokensExpired(request) }
    try {
      const url = new URL(request.url ?? '/', 'http://loopback')
      const endpoint = endpoints[url.pathname]
      if (!endpoint) throw new WechatError(40066)
      if (request.method !== endpoint.method) throw new WechatError(endpoint.method === 'GET' ? 43001 : 43002)
      const fields = endpoint.method === 'GET' ? Object.fromEntries(url.searchParams) : await readJsonFields(request)
      sendWechatJson(response, endpoint.answer(fields, moment))
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
      sendWechatJson(response, refusalBody(error.errcode, error.message, moment.nowMs))
    }
  }
}

/** Answers like a refusal of WeChat's, for a fault that names an errcode. */
export function sendWechatRefusal(response: ServerResponse, status: number, code: string): void {
  sendWechatJson(response, refusalBody(Number(code), 'injected fault', Date.now()), status)
}

type FieldName =
  | 'access_token'
  | 'appid'
  | 'force_refresh'
  | 'grant_type'
  | 'js_code'
  | 'openid'
  | 'secret'
  | 'sig_method'
  | 'signature'

/** What a call sends, in its query or its JSON body; `true` and `false` as text. */
type Fields = { readonly [name in FieldName]?: string }

interface Endpoint {
  method: 'GET' | 'POST'
  /** @throws WechatError */
  answer(fields: Fields, moment: Moment): object
}

/** @throws WechatError 44002, 47001 */
async function readJsonFields(request: IncomingMessage): Promise<Fields> {
  const body = await readText(request, MAX_BODY_BYTES)
  if (body === '') throw new WechatError(44002)
  const entries = Object.entries(parseObject(body)).filter(([, value]) => ['string', 'boolean'].includes(typeof value))
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function parseObject(body: string | undefined): object {
  try {
    const parsed: unknown = JSON.parse(body ?? '')
    if (typeof parsed === 'object' && parsed !== null) return parsed
  } catch {
    // Not JSON: the same refusal as for JSON that is no object.
  }
  throw new WechatError(47001)
}

function sendWechatJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json; encoding=utf-8' }).end(JSON.stringify(body))
}
