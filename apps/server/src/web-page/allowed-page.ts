/**
 * Whether an address is a page of one of these origins. It has to be written as a browser shows it: other spellings of the same address
 * (upper case, userinfo, backslashes, an encoded host) mean one thing to one parser and another to the next.
 *
 * @param origins as `URL.origin` writes them
 */
export function isPageOf(origins: readonly string[], url: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(url) || url.includes('\\')) return false
  const origin = origins.find((allowed) => url.startsWith(allowed) && /^[/?#]?$/.test(url.charAt(allowed.length)))
  return origin !== undefined && URL.parse(url)?.origin === origin
}
