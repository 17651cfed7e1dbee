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
  }
  return [...keys]
}
