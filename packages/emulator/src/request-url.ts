import type { IncomingMessage } from 'node:http'

/**
 * What a request asks for. A target is no reference that may be joined to a base: of `//tcb/uploadfile` that would make a host.
 *
 * @returns the root for a target that is no URL at all
 */
export function requestUrl({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
  // Whoever speaks to a proxy sends the absolute form.
  return URL.parse(url.startsWith('/') ? `${ORIGIN}${url}` : url) ?? new URL(ORIGIN)
}

const ORIGIN = 'http://loopback'
