import { createHash, createHmac, randomBytes } from 'node:crypto'
import { CallQuota, MINUTE } from './call-quota.js'
import { unionidOf } from './unionid-of.js'
import { WechatError } from './wechat-error.js'

/** «unconfirmed» figure. */
const LOGINS_PER_MINUTE_AND_PERSON = 100
/** `code-<name>` or `code-<name>-<anything>`; the name holds no hyphen. */
const LOGIN_CODE = /^code-([^-]+)(?:-.*)?$/
const DEVTOOLS_PERSON = 'devtools'

export interface Login {
  openid: string
  /** 16 bytes in Base64, 24 characters. */
  session_key: string
  unionid?: string
}

/** The people of the one mini-program, their login codes and their newest session keys. */
export class Logins {
  private readonly usedCodes = new Set<string>()
  private readonly sessionKeys = new Map<string, string>()
  private readonly quotas = new Map<string, CallQuota>()

  constructor(private readonly options: { appid: string; anyLoginCode: boolean; hasUnionid(): boolean }) {}

  /**
   * Spends a login code: the same person always has the same openid, each login a new session key.
   * @throws WechatError 40029, 40163, 45011
   */
  logIn(loginCode: string, nowMs: number): Login {
    const name = LOGIN_CODE.exec(loginCode)?.[1]
    if (!name && !this.options.anyLoginCode) throw new WechatError(40029)
    if (name && this.usedCodes.has(loginCode)) throw new WechatError(40163)
    const person = name ?? DEVTOOLS_PERSON
    const openid = this.openidOf(person)
    this.countLogin(openid, nowMs)
    if (name) this.usedCodes.add(loginCode)
    const sessionKey = randomBytes(16).toString('base64')
    this.sessionKeys.set(openid, sessionKey)
    return { openid, session_key: sessionKey, ...(this.options.hasUnionid() && { unionid: unionidOf(person) }) }
  }

  /**
   * Checks that the caller knows the newest session key, without sending it.
   * @param signature hex HMAC-SHA256 of the empty text under the session key
   * @throws WechatError 40003, 87009
   */
  checkSession(openid: string | undefined, signature: string | undefined): void {
    const sessionKey = this.sessionKeys.get(openid ?? '')
    if (!sessionKey) throw new WechatError(40003)
    if (signature !== createHmac('sha256', sessionKey).digest('hex')) throw new WechatError(87009)
  }

  private openidOf(name: string): string {
    const digest = createHash('sha256').update(`${this.options.appid}\n${name}`).digest('base64url')
    return `o${digest.slice(0, 27)}`
  }

  private countLogin(openid: string, nowMs: number): void {
    const quota = this.quotas.get(openid) ?? new CallQuota(() => LOGINS_PER_MINUTE_AND_PERSON, MINUTE)
    this.quotas.set(openid, quota)
    if (!quota.take(nowMs)) throw new WechatError(45011)
  }
}
