/** A transfer does not begin with a permission that is about to end; half of its life for very short ones. */
const MARGIN_MS = 20_000

/**
 * The end of a permission on this device's clock, whose reading may be wrong and whose pace is right: counted from before the call, so that
 * the answer's way is on the safe side. Where that makes no sense, COS decides.
 */
export function usableUntil(
  expiresAt: string,
  { startedAt, serverTime }: { startedAt: number; serverTime: string },
): number {
  const lifeMs = Date.parse(expiresAt) - Date.parse(serverTime)
  return lifeMs > 0 ? startedAt + lifeMs - Math.min(MARGIN_MS, lifeMs / 2) : Number.POSITIVE_INFINITY
}
