/** An access token and until when it works. */
export interface CachedToken {
  wechatAccessToken: string
  expiresAt: Date
}

/**
 * Where the token of one app outlives a process, such as a file with mode 0600. What it throws is reported and never fatal: without
 * it, tokens are fetched.
 */
export interface TokenCache {
  /** Called once, before the first fetch. @returns undefined where nothing is kept */
  read(): Promise<CachedToken | undefined>
  /** Called after each fetch. */
  write(token: CachedToken): Promise<void>
}

/** Keeps forced refreshes rare: WeChat allows 20 a day, and each ends the token of every other instance. */
export interface ForcedRefreshGuard {
  /** @returns true at most once a minute for an app, across all instances */
  claim(appid: string): Promise<boolean>
}

/** A guard for an app whose tokens one process alone fetches. With several, the claim has to be where all of them look. */
export function createProcessGuard(now: () => number = Date.now): ForcedRefreshGuard {
  const claimedAtMs = new Map<string, number>()

  return {
    async claim(appid) {
      const nowMs = now()
      if (nowMs - (claimedAtMs.get(appid) ?? Number.NEGATIVE_INFINITY) < 60_000) return false
      claimedAtMs.set(appid, nowMs)
      return true
    },
  }
}
