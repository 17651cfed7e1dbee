import { randomUUID } from 'node:crypto'
import { requestUrl } from '../request-url.js'
import type { RequestHandler, RequestView } from '../request-view.js'
import type { EmulatorSettings } from '../settings/settings.js'
import { answerWechatCall, runEndpoint, type WechatEndpoints } from './wechat-endpoint.js'
import { WechatError } from './wechat-error.js'

export interface OpenInterfaceOptions {
  /** What may be called without a token, by path. */
  endpoints: WechatEndpoints
  /** Where everything goes that carries a token, and everything while the service is off. */
  publicApi: RequestHandler
  settings(): EmulatorSettings
  view: RequestView
}

/**
 * `http://api.weixin.qq.com` as a container of 云托管 sees it: the open interface service stands in between and takes
 * whatever carries no `access_token` for a call without one, logins and token calls included.
 *
 * @see cloud hosting documents: open interface service, common problems of cloud calls
 */
export function createOpenInterfaceHandler(options: OpenInterfaceOptions): RequestHandler {
  const { endpoints, publicApi, settings, view } = options
  return async function answerOpenInterface(request, response) {
    const { openInterface, openInterfacePaths } = settings()
    const url = requestUrl(request)
    if (!openInterface || url.searchParams.has('access_token')) return publicApi(request, response)

    const moment = { nowMs: view.nowMs(request), expired: view.tokensExpired(request) }
    await answerWechatCall(response, moment, async () => {
      if (!openInterfacePaths.includes(url.pathname)) throw new WechatError(85107)
      const endpoint = endpoints[url.pathname]
      // What the documents mark as not for cloud calls. «unconfirmed» that it is this code.
      if (!endpoint) throw new WechatError(48001)
      const answer = await runEndpoint(request, { endpoint, url, moment })
      response.setHeader('x-openapi-seqid', randomUUID())
      return answer
    })
  }
}
