/**
 * How long a server wants to be left alone (RFC 9110 §10.2.3): seconds, or a date, which is measured from the answer's own
 * `Date`, since this device's clock may be wrong.
 * @param headers names in lower case
 * @returns seconds; undefined where it does not say
 */
export function readRetryAfter(headers: Record<string, string>): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value)
  const seconds = Math.ceil((Date.parse(value) - Date.parse(headers['date'] ?? '')) / 1_000)
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
