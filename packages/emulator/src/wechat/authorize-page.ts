import type { ServerResponse } from 'node:http'
import { requestUrl } from '../request-url.js'
import type { RequestHandler, RequestView } from '../request-view.js'
import type { EmulatorSettings } from '../settings/settings.js'
import { WEB_LOGIN_SCOPES, type WebLogins } from './web-logins.js'

export interface AuthorizePageOptions {
  appid: string
  webLogins: WebLogins
  settings(): EmulatorSettings
  view: RequestView
  /** Answers everything else. */
  otherwise: RequestHandler
}

/**
 * `https://open.weixin.qq.com/connect/oauth2/authorize`: sends the browser back at once, as the person of the settings or with their refusal.
 * The fragment `#wechat_redirect`, which WeChat insists on, never reaches a server. The texts of its error pages are made up, but for
 * the numbers; «unconfirmed» that they come with status 200, and which of them stand for a wrong appid, order or state.
 *
 * @see service account documents: web authorisation
 */
export function createAuthorizePage(options: AuthorizePageOptions): RequestHandler {
  const { appid, webLogins, settings, view, otherwise } = options
  return async function answerAuthorize(request, response) {
    const url = requestUrl(request)
    if (url.pathname !== '/connect/oauth2/authorize') return otherwise(request, response)

    const { webAuthorizationDomains, webPerson, webPersonRefuses, webSnapshot } = settings()
    const asked = Object.fromEntries(url.searchParams)
    const names = [...url.searchParams.keys()].slice(0, PARAMETERS.length)
    if (names.join() !== PARAMETERS.join()) return sendPage(response, `the parameters are not ${PARAMETERS.join(', ')}`)
    if (asked['appid'] !== appid) return sendPage(response, '10013: AppID')
    const target = URL.parse(asked['redirect_uri'] ?? '')
    if (target === null || !/^https?:$/.test(target.protocol) || !webAuthorizationDomains.includes(target.hostname))
      return sendPage(response, '10003: redirect_uri domain mismatch')
    if (asked['response_type'] !== 'code') return sendPage(response, 'response_type is not code')
    const { scope = '', state = '' } = asked
    if (!WEB_LOGIN_SCOPES.includes(scope)) return sendPage(response, '10005: scope')
    if (!/^[a-zA-Z0-9]{0,128}$/.test(state)) return sendPage(response, 'state is not of letters and digits')

    // snsapi_base asks nothing, so nobody can refuse it.
    if (!(scope === 'snsapi_userinfo' && webPersonRefuses)) {
      const code = webLogins.issueCode({ name: webPerson, scope, isSnapshot: webSnapshot }, view.nowMs(request))
      target.searchParams.set('code', code)
    }
    target.searchParams.set('state', state)
    response.writeHead(302, { Location: target.href }).end()
  }
}

const PARAMETERS = ['appid', 'redirect_uri', 'response_type', 'scope', 'state']

function sendPage(response: ServerResponse, reason: string): void {
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`WeChat refuses: ${reason}\n`)
}
