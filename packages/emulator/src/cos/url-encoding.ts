/** Percent-encoding as COS signs it: RFC 3986 over UTF-8, `A-Z a-z 0-9 - _ . ~` left alone, upper-case hex. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A key as it stands in a URL: its slashes stay. */
export function urlEncodeKey(key: string): string {
  return key.split('/').map(urlEncode).join('/')
}

/** @returns undefined when `text` is no percent-encoded UTF-8; `+` stays a plus */
export function urlDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // decodeURIComponent throws on exactly what this function answers with undefined.
    return undefined
  }
}

/** Node hands header bytes over as Latin-1; COS takes them for UTF-8. */
export function headerText(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8')
}

/** The other way: text for `setHeader` whose bytes on the wire are UTF-8. */
export function headerBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
