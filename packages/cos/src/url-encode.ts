/**
 * Percent-encodes as COS signatures demand: everything but `A-Z a-z 0-9 - _ . ~`, in upper-case hex, over UTF-8.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function urlEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Like {@link urlEncode}, but slashes stay: for an object key in a URL's path and an image operation in its query. */
export function urlEncodePath(text: string): string {
  return urlEncode(text).replaceAll('%2F', '/')
}
