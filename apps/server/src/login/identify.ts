import { AppError } from '@photolift/contracts'
import type { WechatLogin } from '@photolift/wechat-api'
import type { Configuration } from '../configuration/configuration.js'

/** What a login request can prove itself by. */
export interface LoginEvidence {
  loginCode: string | undefined
  /** Header names are lower case. */
  headers: Record<string, string | string[] | undefined>
}

/** Tells who logs in. @returns `<appid>:<openid>` */
export type Identify = (evidence: LoginEvidence) => Promise<string>

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
