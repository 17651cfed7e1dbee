/** All objects that rows of photos name, each once. */
export function objectKeysOf(
  rows: Iterable<{ incomingKey: string; finalKey?: string | null; thumbnailKey?: string | null }>,
): string[] {
  const keys = new Set<string>()
  for (const { incomingKey, finalKey = null, thumbnailKey = null } of rows) {
    // An edited photo came under its final key.
    keys.add(incomingKey)
    if (finalKey !== null) keys.add(finalKey)
    if (thumbnailKey !== null) keys.add(thumbnailKey)
    const largeKey = largeKeyOf(thumbnailKey)
    if (largeKey !== null) keys.add(largeKey)
  }
  return [...keys]
}

/**
 * A photo that few clients show (HEIC) gets a large picture beside the small one, under a name that follows from it.
 * @returns null where there is none
 */
export function largeKeyOf(thumbnailKey: string | null): string | null {
  return thumbnailKey?.endsWith(SMALL) ? thumbnailKey.slice(0, -SMALL.length) + LARGE : null
}

/** The name of a small picture that has a large one beside it. */
export function pairedThumbnailKey(key: string): string {
  return key + SMALL
}

const SMALL = '.small'
const LARGE = '.large'
