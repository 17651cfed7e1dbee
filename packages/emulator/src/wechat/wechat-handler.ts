import type { ServerResponse } from 'node:http'
import { requestUrl } from '../request-url.js'
import type { RequestHandler, RequestView } from '../request-view.js'
import type { AccessTokens } from './access-tokens.js'
import { answerWechatCall, runEndpoint, sendWechatJson, type WechatEndpoints } from './wechat-endpoint.js'
import { refusalBody, WechatError } from './wechat-error.js'

export interface WechatHandlerOptions {
  endpoints: WechatEndpoints
  tokens: AccessTokens
  view: RequestView
}

/** `https://api.weixin.qq.com`. Every answer has status 200; a failure is `{ errcode, errmsg }`. */
export function createWechatHandler({ endpoints, tokens, view }: WechatHandlerOptions): RequestHandler {
  return async function answerWechat(request, response) {
    const moment = { nowMs: view.nowMs(request), expired: view.tokensExpired(request) }
    const url = requestUrl(request)
    if (url.pathname === GETAUTH) {
      response.writeHead(404).end()
      return
    }
    await answerWechatCall(response, moment, () => {
      const endpoint = endpoints[url.pathname]
      if (!endpoint) throw new WechatError(40066)
      return runEndpoint(request, { endpoint, url, moment, tokens })
    })
  }
}

/** It is not there outside the open interface service: 404 without a body. «seen by third parties only» */
const GETAUTH = '/_/cos/getauth'

/** Answers like a refusal of WeChat's, for a fault that names an errcode. */
export function sendWechatRefusal(response: ServerResponse, status: number, code: string): void {
  sendWechatJson(response, refusalBody(Number(code), 'injected fault', Date.now()), status)
}
