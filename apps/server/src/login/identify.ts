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

/** Who logs in. */
export interface Person {
  /** `<appid>:<openid>`, or `desk:<name>`. */
  wechatIdentity: string
  /** As the mini-program's own log-in tells it. */
  unionid?: string | undefined
  /** The unionid of somebody of the web page who asks to be joined with their account of the mini-program. */
  linkUnionid?: string
}

/** Tells who logs in. */
export type Identify = (evidence: LoginEvidence) => Promise<Person>

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
    const person =
      webCode === undefined
        ? toPerson(await codes.take('desk-code', readDeskCode(deskCode ?? ''), clock()))
        : (toPerson(await codes.take('web-code', webCode, clock())) ??
          toLinkingPerson(await codes.take('link-code', webCode, clock())))
    if (person === undefined) throw new AppError('LOGIN_CODE_INVALID', 'the code was used, has ended or never was')
    return person
  }
}

function toPerson(wechatIdentity: string | undefined): Person | undefined {
  return wechatIdentity === undefined ? undefined : { wechatIdentity }
}

/** What a code for somebody who asks to be joined stands for; neither id has a space. */
export function linkMeaning({ wechatIdentity, unionid }: { wechatIdentity: string; unionid: string }): string {
  return `${wechatIdentity} ${unionid}`
}

function toLinkingPerson(meaning: string | undefined): Person | undefined {
  const [wechatIdentity, linkUnionid] = meaning?.split(' ') ?? []
  return wechatIdentity && linkUnionid ? { wechatIdentity, linkUnionid } : undefined
}

/** @returns undefined for what is no id of WeChat's: nobody is joined by it */
export function readUnionid(given: unknown): string | undefined {
  return typeof given === 'string' && WECHAT_ID.test(given) ? given : undefined
}

const WECHAT_ID = /^[\w-]{1,128}$/

/** `LOGIN=code`: the person behind a one-time code. `X-WX-*` headers mean nothing here, since anybody can send them. */
export function identifyByCode(appid: string, exchange: WechatLogin): Identify {
  return async ({ loginCode }) => {
    if (loginCode === undefined) throw new AppError('REQUEST_INVALID', 'loginCode: is missing')
    const { openid, unionid } = await exchange(loginCode)
    return { wechatIdentity: `${appid}:${openid}`, unionid: readUnionid(unionid) }
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
    if (typeof openid !== 'string' || !WECHAT_ID.test(openid)) throw refused('X-WX-OPENID')
    return { wechatIdentity: `${appid}:${openid}`, unionid: readUnionid(headers['x-wx-unionid']) }
  }
}

// «unconfirmed»: documented for the WeChat gateway, not for 云托管, where only `other` was seen, for message push.
const CLIENT_SOURCES = new Set(['wx_client', 'wx_devtools'])

function refused(header: string): AppError {
  return new AppError('LOGIN_REFUSED', `${header} is not what 云托管 sends for this mini-program`)
}
