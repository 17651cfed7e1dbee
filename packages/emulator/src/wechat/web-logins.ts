import { createHash, randomBytes } from 'node:crypto'
import type { EmulatorSettings } from '../settings/settings.js'
import { unionidOf } from './unionid-of.js'
import { WechatError } from './wechat-error.js'

export const WEB_LOGIN_SCOPES = ['snsapi_base', 'snsapi_userinfo']
const CODE_LIVES_MS = 300_000
const TOKEN_LIVES_SECONDS = 7_200

/** Whom a code stands for, and how the person came to it. */
export interface WebLoginGrant {
  name: string
  scope: string
  /** The page was opened in snapshot mode: the person is made up. */
  isSnapshot: boolean
}

/** What `/sns/oauth2/access_token` answers. */
export interface WebLogin {
  access_token: string
  expires_in: number
  refresh_token: string
  openid: string
  scope: string
  is_snapshotuser?: 1
  unionid?: string
}

/** The people of the service account who log in through its web page, with codes and tokens of OAuth. */
export class WebLogins {
  private readonly codes = new Map<string, { grant: WebLoginGrant; endsAtMs: number; isUsed: boolean }>()
  private readonly tokens = new Map<
    string,
    { grant: WebLoginGrant; person: string; openid: string; endsAtMs: number }
  >()

  constructor(
    private readonly appid: string,
    private readonly unionid: () => EmulatorSettings['unionid'],
  ) {}

  issueCode(grant: WebLoginGrant, nowMs: number): string {
    const code = randomBytes(16).toString('hex')
    this.codes.set(code, { grant, endsAtMs: nowMs + CODE_LIVES_MS, isUsed: false })
    return code
  }

  /**
   * Spends a code. «unconfirmed»: that one which is too old answers like one that never was.
   * @throws WechatError 40029, 40163
   */
  exchange(code: string, { nowMs, expired }: { nowMs: number; expired: boolean }): WebLogin {
    const issued = this.codes.get(code)
    if (!issued || expired || nowMs >= issued.endsAtMs) throw new WechatError(40029)
    if (issued.isUsed) throw new WechatError(40163)
    issued.isUsed = true
    const { name, scope, isSnapshot } = issued.grant
    const person = isSnapshot ? `snapshot ${code}` : name
    const openid = this.openidOf(person)
    const token = randomBytes(48).toString('base64url')
    this.tokens.set(token, { grant: issued.grant, person, openid, endsAtMs: nowMs + TOKEN_LIVES_SECONDS * 1000 })
    return {
      access_token: token,
      expires_in: TOKEN_LIVES_SECONDS,
      refresh_token: randomBytes(48).toString('base64url'),
      openid,
      scope,
      ...(isSnapshot && { is_snapshotuser: 1 as const }),
      ...(this.hasUnionid(scope) && { unionid: unionidOf(person) }),
    }
  }

  /**
   * What the person has agreed to show.
   * @throws WechatError 40001, 40003, 42001, 48001
   */
  userInfo(token: string | undefined, openid: string | undefined, nowMs: number): object {
    const issued = this.tokens.get(token ?? '')
    if (!issued) throw new WechatError(40001)
    if (nowMs >= issued.endsAtMs) throw new WechatError(42001)
    if (issued.openid !== openid) throw new WechatError(40003)
    if (issued.grant.scope !== 'snsapi_userinfo') throw new WechatError(48001)
    const unionid = this.hasUnionid('snsapi_userinfo') ? { unionid: unionidOf(issued.person) } : {}
    return {
      openid,
      ...unionid,
      nickname: issued.grant.name,
      sex: 0,
      province: '',
      city: '',
      country: '',
      headimgurl: '',
    }
  }

  private hasUnionid(scope: string): boolean {
    const when = this.unionid()
    return when === 'always' || (when === 'userinfo' && scope === 'snsapi_userinfo')
  }

  private openidOf(name: string): string {
    const digest = createHash('sha256').update(`${this.appid}\n${name}`).digest('base64url')
    return `o${digest.slice(0, 27)}`
  }
}
