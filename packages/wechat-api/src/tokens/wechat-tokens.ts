import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@photolift/contracts'
import type { WechatApp } from '../wechat-app.js'
import type { WechatCallLimits } from '../wechat-call.js'
import { toUnavailable } from '../wechat-failure.js'
import { createFetchToken, type IssuedToken } from './fetch-token.js'
import { type HeldToken, holdCachedToken, holdToken } from './held-token.js'
import { renewToken } from './renew-token.js'
import type { ForcedRefreshGuard, TokenCache } from './token-ports.js'

/** Access tokens of one app, for calls from outside 云托管. At any time at most one fetch is under way. */
export interface WechatTokens {
  /**
   * A token that holds for some seconds more, as far as WeChat gives such; never one that has expired by our clock.
   * @throws AppError WECHAT_UNAVAILABLE, RATE_LIMITED (45011), INTERNAL (appid, secret, IP list); its cause is a WechatFailure
   */
  get(): Promise<string>
  /**
   * WeChat refused this token (40001, 40014, 42001). Resolves once there is another; however many tell of the same token, it is
   * replaced once.
   * @throws AppError as `get`
   */
  refused(wechatAccessToken: string): Promise<void>
}

export interface WechatTokensOptions {
  guard: ForcedRefreshGuard
  cache?: TokenCache
  /**
   * Milliseconds since the epoch; `Date.now` by default. The clock on the wall, because a steady one stands still while 云托管
   * freezes an instance. Where it is set back, 42001 tells.
   */
  now?: () => number
  /** Hears of what is not fatal: cache, guard, a refresh ahead of time. Default: a warning of the process. */
  onProblem?: (problem: AppError) => void
}

/** @throws AppError INTERNAL where `app.baseUrl` is no http or https URL */
export function createWechatTokens(
  app: WechatApp,
  { guard, cache, now = Date.now, onProblem = warn }: WechatTokensOptions,
  limits: WechatCallLimits = {},
): WechatTokens {
  const fetchToken = createFetchToken(app, limits)
  let held: HeldToken | undefined
  let flight: Flight | undefined
  let cacheWasRead = false

  /** Starts the one flight. The caller has seen that there is none. */
  function depart(work: () => Promise<HeldToken>, replaces?: string): Promise<HeldToken> {
    const departed: Flight = { replaces, arrival: work().finally(() => (flight = undefined)) }
    flight = departed
    return departed.arrival
  }

  async function firstToken(): Promise<HeldToken> {
    if (!cacheWasRead) {
      const cached = await readCache()
      cacheWasRead = true
      if (cached !== undefined && now() < cached.handOutUntilMs) {
        held = cached
        return cached
      }
    }
    return receive(() => fetchToken(false))
  }

  async function receive(fetch: () => Promise<IssuedToken>): Promise<HeldToken> {
    const askedAtMs = now()
    const { wechatAccessToken, lifeSeconds } = await fetch()
    held = holdToken(wechatAccessToken, askedAtMs, lifeSeconds * 1_000)
    await writeCache(held)
    return held
  }

  async function readCache(): Promise<HeldToken | undefined> {
    try {
      const cached = await cache?.read()
      return cached && holdCachedToken(cached, now())
    } catch (error) {
      onProblem(toProblem('the kept access token could not be read', error))
      return undefined
    }
  }

  async function writeCache({ wechatAccessToken, expiresAtMs }: HeldToken): Promise<void> {
    try {
      await cache?.write({ wechatAccessToken, expiresAt: new Date(expiresAtMs) })
    } catch (error) {
      onProblem(toProblem('the access token could not be kept', error))
    }
  }

  async function claim(): Promise<boolean> {
    try {
      return await guard.claim(app.appid)
    } catch (error) {
      // Without the guard nobody knows what the other instances do: one of them may have a claim.
      onProblem(toProblem('the guard of forced refreshes does not answer', error))
      return false
    }
  }

  /** While the token still holds: nobody waits for it, and a failure leaves half of what remains for the next attempt. */
  function refreshAhead(current: HeldToken): void {
    depart(firstToken).catch((error: unknown) => {
      if (held === current) held = { ...current, refreshFromMs: (now() + current.expiresAtMs) / 2 }
      onProblem(toProblem('the access token could not be refreshed', error))
    })
  }

  async function replace(refused: string): Promise<void> {
    if (flight?.replaces === refused) {
      await flight.arrival
      return
    }
    if (flight !== undefined) {
      // It may bring another token. Its failure is told to those who wait for it.
      await flight.arrival.catch(() => {})
      return replace(refused)
    }
    if (held !== undefined && held.wechatAccessToken !== refused) return

    held = undefined
    cacheWasRead = true
    await depart(() => receive(() => renewToken(refused, { fetchToken, claim })), refused)
  }

  return {
    async get() {
      for (const pauseMs of PAUSES_MS) {
        if (pauseMs > 0) await pause(pauseMs)
        if (held !== undefined && now() < held.handOutUntilMs) {
          if (flight === undefined && now() >= held.refreshFromMs) refreshAhead(held)
          return held.wechatAccessToken
        }
        const arrived = await (flight?.arrival ?? depart(firstToken))
        // The clock may have moved on while it was under way, by a frozen instance or by hand.
        if (now() < arrived.expiresAtMs) return arrived.wechatAccessToken
      }
      throw toUnavailable('every access token had expired when it arrived')
    },

    refused: replace,
  }
}

interface Flight {
  /** The refused token that it is to replace; undefined for a plain fetch. */
  replaces: string | undefined
  arrival: Promise<HeldToken>
}

/** Of a token that expires on the way, the next one is asked for: at its very end WeChat may still give the same. */
const PAUSES_MS = [0, 500, 1_000]

/**
 * An AppError tells no secrets. What else a cache or a guard threw may quote a token, as JSON.parse quotes what it read: only its name
 * and the system's code go on.
 */
function toProblem(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : ''
  return new AppError('INTERNAL', `${what}: ${name}${code}`)
}

function warn(problem: AppError): void {
  process.emitWarning(problem.message, 'PhotoliftWarning')
}
