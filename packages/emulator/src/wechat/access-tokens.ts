import { randomBytes } from 'node:crypto'
import { DEFAULT_SETTINGS, type EmulatorSettings } from '../settings/settings.js'
import { CallQuota, DAY, MINUTE } from './call-quota.js'
import { WechatError } from './wechat-error.js'

/** `/cgi-bin/token`: how long the previous token still works. `stable_token`: how long before its end a token is replaced. */
const OVERLAP_MS = 300_000
const TOKEN_SHAPE = /^\d+_[\w-]{128}$/

export interface IssuedToken {
  access_token: string
  /** Seconds that remain. */
  expires_in: number
}

/** When a request is judged, and whether a fault calls every token expired for it. */
export interface Moment {
  nowMs: number
  expired: boolean
}

/**
 * The mini-program's credentials for WeChat's APIs. The tokens of `/cgi-bin/token` and of `/cgi-bin/stable_token` do
 * not touch each other.
 *
 * @see mini-program server documents, getAccessToken and getStableAccessToken
 */
export class AccessTokens {
  private readonly tokens = new Map<string, Token>()
  private plain: Token | undefined
  private stable: Token | undefined
  private lastForcedAtMs = Number.NEGATIVE_INFINITY
  private readonly plainCalls = new CallQuota(() => this.settings().plainTokenCallsPerDay, DAY)
  private readonly stableCallsOfMinute = new CallQuota(() => this.settings().stableTokenCallsPerMinute, MINUTE)
  private readonly stableCallsOfDay = new CallQuota(() => this.settings().stableTokenCallsPerDay, DAY)
  private readonly forcedCalls = new CallQuota(() => this.settings().forcedTokenCallsPerDay, DAY)

  constructor(private readonly settings: () => EmulatorSettings = () => DEFAULT_SETTINGS) {}

  /**
   * A new token for each call; the previous one works for five more minutes.
   * @throws WechatError 45009
   */
  issuePlain(nowMs: number): IssuedToken {
    if (!this.plainCalls.take(nowMs)) throw new WechatError(45009)
    if (this.plain) this.plain.endsAtMs = Math.min(this.plain.endsAtMs, nowMs + OVERLAP_MS)
    this.plain = this.create(nowMs)
    return toIssued(this.plain, nowMs)
  }

  /**
   * The same token with its remaining seconds, until its last five minutes or until a fault calls it expired.
   * @throws WechatError 45009, 45011
   */
  issueStable({ nowMs, expired }: Moment): IssuedToken {
    this.countStableCall(nowMs)
    if (!this.stable || expired || this.stable.endsAtMs - nowMs <= this.overlapMs()) this.stable = this.create(nowMs)
    return toIssued(this.stable, nowMs)
  }

  /**
   * A new token; the previous one is dead at once. «unconfirmed»: that it dies at once, and that 45011 answers a call
   * that comes too soon after the last one.
   * @throws WechatError 45009, 45011
   */
  forceStable(nowMs: number): IssuedToken {
    this.countStableCall(nowMs)
    if (nowMs - this.lastForcedAtMs < this.settings().forcedTokenIntervalSeconds * 1000) throw new WechatError(45011)
    if (!this.forcedCalls.take(nowMs)) throw new WechatError(45009)
    this.lastForcedAtMs = nowMs
    if (this.stable) this.tokens.delete(this.stable.value)
    this.stable = this.create(nowMs)
    return toIssued(this.stable, nowMs)
  }

  /** @throws WechatError 41001 missing, 40014 no token by its shape, 40001 unknown or replaced, 42001 expired */
  check(value: string | undefined, { nowMs, expired }: Moment): void {
    if (!value) throw new WechatError(41001)
    if (!TOKEN_SHAPE.test(value)) throw new WechatError(40014)
    const token = this.tokens.get(value)
    if (!token) throw new WechatError(40001)
    if (expired || nowMs >= token.endsAtMs) throw new WechatError(42001)
  }

  private countStableCall(nowMs: number): void {
    if (!this.stableCallsOfMinute.take(nowMs)) throw new WechatError(45011)
    if (!this.stableCallsOfDay.take(nowMs)) throw new WechatError(45009)
  }

  private overlapMs(): number {
    return Math.min(OVERLAP_MS, this.settings().tokenSeconds * 500)
  }

  private create(nowMs: number): Token {
    const endsAtMs = nowMs + this.settings().tokenSeconds * 1000
    const token = { value: `90_${randomBytes(96).toString('base64url')}`, endsAtMs }
    this.forgetLongEnded(nowMs)
    this.tokens.set(token.value, token)
    return token
  }

  /** An ended token answers 42001 for a day more, then 40001, so that a process that runs for weeks does not grow. */
  private forgetLongEnded(nowMs: number): void {
    for (const { value, endsAtMs } of this.tokens.values()) {
      if (nowMs - endsAtMs < DAY.lengthMs) return
      this.tokens.delete(value)
    }
  }
}

interface Token {
  value: string
  endsAtMs: number
}

function toIssued(token: Token, nowMs: number): IssuedToken {
  return { access_token: token.value, expires_in: Math.floor((token.endsAtMs - nowMs) / 1000) }
}
