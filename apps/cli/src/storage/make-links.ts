import type { ReadUrl } from '@photolift/cos'
import type { Storage } from './storage.js'

/** Links to read objects, one for each key, in their order. */
export async function makeLinks(
  { store }: Storage,
  keys: readonly string[],
  ttlSeconds: number,
): Promise<readonly ReadUrl[]> {
  const validFrom = new Date()
  const validUntil = new Date(validFrom.getTime() + ttlSeconds * 1_000)
  return store.readUrls(keys.map((key) => ({ key, validFrom, validUntil })))
}
