import { AppError } from '@photolift/contracts'
import type { CredentialSource, HeldCredential } from './credential-source.js'

/** A key that ends. */
export interface TemporaryKey {
  secretId: string
  secretKey: string
  cosSessionToken: string
  expiresAt: Date
}

export interface TemporaryCredentialOptions {
  /** Asks for a key; may give one that it gave before. */
  fetchKey: () => Promise<TemporaryKey>
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: () => number
}

/**
 * Keys that end. One request at a time fetches the next, for all calls that wait for it: from the middle of a key's life on behind
 * the calls, which go on with the old one; before them where they need a key that lives longer, or it has no more than a minute.
 *
 * @throws AppError, from `get` and `replace`: what `fetchKey` throws, and STORAGE_UNAVAILABLE for a key that has no minute left
 */
export function temporaryCredential({ fetchKey, now = Date.now }: TemporaryCredentialOptions): CredentialSource {
  let current: (HeldCredential & { expiresAt: Date; refreshAt: number }) | undefined
  let fetching: Promise<HeldCredential> | undefined

  return {
    get(usefulMs = 0) {
      if (current === undefined || !isUsable(current.expiresAt)) return fetchOnce()
      const held = current
      if (now() < held.refreshAt) return Promise.resolve(held)

      const next = fetchOnce().catch(() => {
        // There is a key still. The call that needs another one, because this one ends, tells the failure.
        held.refreshAt = now() + RETRY_MS
        return held
      })
      return held.expiresAt.getTime() - now() < usefulMs ? next : Promise.resolve(held)
    },

    replace(refused) {
      // Calls that were refused together share one fetch; a key that came meanwhile serves them.
      const isReplaced = current !== undefined && current !== refused && isUsable(current.expiresAt)
      return isReplaced ? Promise.resolve(current) : fetchOnce()
    },
  }

  function fetchOnce(): Promise<HeldCredential> {
    fetching ??= fetchAnew().finally(() => (fetching = undefined))
    return fetching
  }

  async function fetchAnew(): Promise<HeldCredential> {
    const { expiresAt, ...credential } = await fetchKey()
    if (!isUsable(expiresAt)) {
      throw new AppError('STORAGE_UNAVAILABLE', 'the key that WeChat gave ends within a minute by our clock')
    }
    current = { credential, expiresAt, refreshAt: (now() + expiresAt.getTime()) / 2 }
    return current
  }

  function isUsable(expiresAt: Date): boolean {
    return expiresAt.getTime() - now() > LAST_MINUTE_MS
  }
}

/** What begins with a key shall not meet its end, and clocks differ. */
const LAST_MINUTE_MS = 60_000
/** Between two fetches behind calls, where the first failed. */
const RETRY_MS = 10_000
