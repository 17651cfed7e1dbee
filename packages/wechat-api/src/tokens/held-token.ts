import { AppError } from '@photolift/contracts'
import type { CachedToken } from './token-ports.js'

/** A token in hand, with the instants that follow from how long it still lived when it came. Milliseconds since the epoch. */
export interface HeldToken {
  wechatAccessToken: string
  expiresAtMs: number
  /** From here on a new one is fetched while this one is still handed out. */
  refreshFromMs: number
  /** From here on nobody gets it who can get another. */
  handOutUntilMs: number
}

/** @param receivedAtMs when the request for it left, so that the way back costs us and not the caller */
export function holdToken(wechatAccessToken: string, receivedAtMs: number, lifeMs: number): HeldToken {
  const expiresAtMs = receivedAtMs + lifeMs
  return {
    wechatAccessToken,
    expiresAtMs,
    // A whole token of two hours is asked about 6 minutes before its end, when WeChat still gives the same, and from its last
    // minute on, when WeChat gives the next.
    refreshFromMs: expiresAtMs - Math.min(Math.max(60_000, lifeMs * 0.05), lifeMs / 2),
    handOutUntilMs: expiresAtMs - Math.min(5_000, lifeMs / 2),
  }
}

/** @throws AppError INTERNAL on what no token of WeChat's can be: none, no instant, or an end further off than two hours */
export function holdCachedToken({ wechatAccessToken, expiresAt }: CachedToken, nowMs: number): HeldToken {
  const lifeMs = expiresAt instanceof Date ? expiresAt.getTime() - nowMs : Number.NaN
  if (typeof wechatAccessToken !== 'string' || wechatAccessToken === '' || !(lifeMs <= LONGEST_LIFE_MS)) {
    throw new AppError('INTERNAL', 'what was kept is no access token that ends within two hours')
  }
  return holdToken(wechatAccessToken, nowMs, Math.max(0, lifeMs))
}

const LONGEST_LIFE_MS = 7_200_000
