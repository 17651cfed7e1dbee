/**
 * Percent-encodes as COS signatures demand: everything but `A-Z a-z 0-9 - _ . ~`, in upper-case hex, over UTF-8.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function urlEncode(text: string): string {
  // Most of what is signed has nothing to encode, and fifty links are signed at a time.
  if (/^[\w.~-]*$/.test(text)) return text
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Like {@link urlEncode}, but slashes stay: for an object key in a URL's path and an image operation in its query. */
export function urlEncodePath(text: string): string {
  return /^[\w.~/-]*$/.test(text) ? text : urlEncode(text).replaceAll('%2F', '/')
}
