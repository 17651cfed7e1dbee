import { randomBytes } from 'node:crypto'
import {
  AppError,
  type ErrorCode,
  ROUTES,
  WEB_CODE_PARAMETER,
  WEB_LOGIN_ERROR_PARAMETER,
  type WebLoginCallbackQuery,
  type WebLoginQuery,
} from '@photolift/contracts'
import type { OneTimeCodes } from '@photolift/database'
import { authorizeUrl, type WebIdentity, type WebLogin } from '@photolift/wechat-api'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import type { OfficialAccount } from '../configuration/configuration.js'
import { linkMeaning, readUnionid } from '../login/identify.js'
import { newId } from '../new-id.js'
import { isPageOf } from './allowed-page.js'
import { readLoginCookie, renewLoginCookie, WEB_LOGIN_TTL_SECONDS } from './login-cookie.js'

export interface WebLoginDeps {
  official: OfficialAccount
  origins: readonly string[]
  codes: OneTimeCodes
  exchange: WebLogin
  clock: Clock
  logger: Logger
}

/** What of a request the web log-in looks at. */
export interface BrowserEvidence {
  requestId: string
  host: string | undefined
  /** The header as it came. */
  cookies: string | undefined
}

/** Where the browser goes next. */
export interface WebRedirect {
  location: string
  setCookie?: string
  /** What went wrong, where the page is told so. */
  errorCode?: ErrorCode
}

/** Logs people of the web page in through WeChat's page of authorisation. Its result is a one-time code for `POST /v1/login`. */
export class WebLoginService {
  constructor(private readonly deps: WebLoginDeps) {}

  /** @throws AppError ORIGIN_NOT_ALLOWED */
  async begin({ returnTo, scope = 'snsapi_base' }: WebLoginQuery, evidence: BrowserEvidence): Promise<WebRedirect> {
    const { official, origins, codes, clock } = this.deps
    if (!isPageOf(origins, returnTo)) throw new AppError('ORIGIN_NOT_ALLOWED', 'returnTo is no page of H5_ORIGINS')
    const redirectUrl = this.callbackUrl(evidence)
    const { browserId, header } = renewLoginCookie(evidence.cookies, isSecure(redirectUrl))
    const state = newId()
    const now = clock()
    const expiresAt = now + WEB_LOGIN_TTL_SECONDS * 1_000
    const purpose = scope === 'snsapi_userinfo' ? 'web-link' : 'web-login'
    await codes.put({ purpose, code: bind(state, browserId), meaning: returnTo, expiresAt }, now)
    const { appid } = official.app
    const base = official.authorizeBaseUrl === undefined ? {} : { baseUrl: official.authorizeBaseUrl }
    return { location: authorizeUrl({ appid, redirectUrl, scope, state, ...base }), setCookie: header }
  }

  /**
   * Whatever fails once the way back is known is told to the page there.
   * @throws AppError LOGIN_CODE_INVALID where this browser was not given that state, or has used it: nothing says then where to go back to
   */
  async finish({ code, state }: WebLoginCallbackQuery, evidence: BrowserEvidence): Promise<WebRedirect> {
    const browserId = readLoginCookie(evidence.cookies, isSecure(this.callbackUrl(evidence)))
    const begun = browserId === undefined ? undefined : await this.begun(state, browserId)
    if (begun === undefined)
      throw new AppError(
        'LOGIN_CODE_INVALID',
        'this browser has no log-in under way with that state: open the page again',
      )
    const { returnTo } = begun
    try {
      const webCode = await this.issueWebCode(code, begun)
      return { location: withParameter(returnTo, WEB_CODE_PARAMETER, webCode) }
    } catch (error) {
      const errorCode = error instanceof AppError ? error.code : 'INTERNAL'
      this.deps.logger.warn(
        { step: 'webLoginCallback', requestId: evidence.requestId, errorCode, err: error },
        'web log-in failed',
      )
      return { location: withParameter(returnTo, WEB_LOGIN_ERROR_PARAMETER, errorCode), errorCode }
    }
  }

  /** What this browser was sent to WeChat for. */
  private async begun(state: string, browserId: string): Promise<BegunLogin | undefined> {
    const { codes, clock } = this.deps
    const code = bind(state, browserId)
    for (const purpose of ['web-login', 'web-link'] as const) {
      const returnTo = await codes.take(purpose, code, clock())
      if (returnTo !== undefined) return { returnTo, asksToLink: purpose === 'web-link' }
    }
    return undefined
  }

  private async issueWebCode(code: string | undefined, { asksToLink }: BegunLogin): Promise<string> {
    const { official, codes, exchange, clock } = this.deps
    if (code === undefined) throw new AppError('LOGIN_REFUSED', 'the person has refused')
    const person = await exchange(code)
    if (person.isSnapshot)
      throw new AppError('SNAPSHOT_USER', 'the page was opened in snapshot mode, whose people are made up')
    const webCode = randomBytes(32).toString('base64url')
    const now = clock()
    const wechatIdentity = `${official.app.appid}:${person.openid}`
    const meant = asksToLink
      ? { purpose: 'link-code' as const, meaning: linkMeaning({ wechatIdentity, unionid: requireUnionid(person) }) }
      : { purpose: 'web-code' as const, meaning: wechatIdentity }
    await codes.put({ ...meant, code: webCode, expiresAt: now + WEB_CODE_TTL_MS }, now)
    return webCode
  }

  /**
   * The Host header is the browser's own, and WeChat goes back to hosts of the console alone: a forged one leads nowhere. WeChat asks for
   * https everywhere but on loopback, where only an emulator answers.
   */
  private callbackUrl({ host = '' }: BrowserEvidence): string {
    const guessed = URL.parse(`https://${host}`)
    if (guessed !== null && LOOPBACK.has(guessed.hostname)) guessed.protocol = 'http:'
    const origin = this.deps.official.callbackOrigin ?? guessed?.origin
    if (origin === undefined) throw new AppError('REQUEST_INVALID', 'the request names no host')
    return origin + ROUTES.webLoginCallback.path
  }
}

interface BegunLogin {
  returnTo: string
  /** After a tap of the person, who was asked by WeChat. */
  asksToLink: boolean
}

/** The unionid of who has agreed to be known: the address of WeChat's page can be edited to ask for less. */
function requireUnionid({ unionid, scope }: WebIdentity): string {
  const read = readUnionid(unionid)
  if (!scope.split(',').includes('snsapi_userinfo'))
    throw new AppError('LOGIN_REFUSED', 'the person was not asked by WeChat')
  if (read === undefined)
    throw new AppError(
      'LINK_UNAVAILABLE',
      'WeChat tells no unionid: the service account is bound to no Open Platform account',
    )
  return read
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])
const WEB_CODE_TTL_MS = 60_000

const isSecure = (url: string) => url.startsWith('https:')

/** What is kept for a state is found only together with the cookie of the browser that got it. */
const bind = (state: string, browserId: string) => `${state} ${browserId}`

/** Into the fragment: no server, log or referrer sees it. */
function withParameter(page: string, name: string, value: string): string {
  return `${page}${page.includes('#') ? (page.endsWith('#') ? '' : '&') : '#'}${name}=${value}`
}
