import { AppError } from '@photolift/contracts'
import { type OneTimeCodes, readDeskCode } from '@photolift/database'
import type { WechatLogin } from '@photolift/wechat-api'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'

/** What a login request can prove itself by. */
export interface LoginEvidence {
  loginCode: string | undefined
  webCode?: string | undefined
  deskCode?: string | undefined
  /** Header names are lower case. */
  headers: Record<string, string | string[] | undefined>
}

/** Tells who logs in. @returns `<appid>:<openid>`, or `desk:<name>` */
export type Identify = (evidence: LoginEvidence) => Promise<string>

/**
 * The person to whom we have issued a code, and `otherwise` where none comes. A code that is wrong is never made up for by anything else
 * in the request.
 *
 * @param codes undefined where there is no web page
 */
export function identifyByIssuedCode(codes: OneTimeCodes | undefined, clock: Clock, otherwise: Identify): Identify {
  return async (evidence) => {
    const { webCode, deskCode } = evidence
    if (webCode === undefined && deskCode === undefined) return otherwise(evidence)
    if (codes === undefined) throw new AppError('WEB_PAGE_UNAVAILABLE', 'H5_ORIGINS is not configured')
    const identity =
      webCode === undefined
        ? await codes.take('desk-code', readDeskCode(deskCode ?? ''), clock())
        : await codes.take('web-code', webCode, clock())
    if (identity === undefined) throw new AppError('LOGIN_CODE_INVALID', 'the code was used, has ended or never was')
    return identity
  }
}

/** `LOGIN=code`: the person behind a one-time code. `X-WX-*` headers mean nothing here, since anybody can send them. */
export function identifyByCode(appid: string, exchange: WechatLogin): Identify {
  return async ({ loginCode }) => {
    if (loginCode === undefined) throw new AppError('REQUEST_INVALID', 'loginCode: is missing')
    const { openid } = await exchange(loginCode)
    return `${appid}:${openid}`
  }
}

/**
 * `LOGIN=cloudrun`: the person whom 云托管 names in headers. Sound only while public access to the service is switched off, which is
 * what that setting promises: that the public gateway strips such headers is «unconfirmed».
 */
export function identifyByCloudrun({
  appid,
  cloudrunEnv,
}: Extract<Configuration['login'], { kind: 'cloudrun' }>): Identify {
  return async ({ headers }) => {
    const source = headers['x-wx-source']
    if (typeof source !== 'string' || !CLIENT_SOURCES.has(source)) throw refused('X-WX-SOURCE')
    if (headers['x-wx-appid'] !== appid) throw refused('X-WX-APPID')
    if (cloudrunEnv !== undefined && headers['x-wx-env'] !== cloudrunEnv) throw refused('X-WX-ENV')
    const openid = headers['x-wx-openid']
    if (typeof openid !== 'string' || !/^[\w-]{1,128}$/.test(openid)) throw refused('X-WX-OPENID')
    return `${appid}:${openid}`
  }
}

// «unconfirmed»: documented for the WeChat gateway, not for 云托管, where only `other` was seen, for message push.
const CLIENT_SOURCES = new Set(['wx_client', 'wx_devtools'])

function refused(header: string): AppError {
  return new AppError('LOGIN_REFUSED', `${header} is not what 云托管 sends for this mini-program`)
}
