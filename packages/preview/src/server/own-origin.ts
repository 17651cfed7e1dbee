import type { IncomingMessage } from 'node:http'

/**
 * Whether a request comes from the preview's own page. The `Host` must be an address or localhost, so that no foreign
 * name can be pointed at this server, and a call that does something must carry this very origin.
 */
export function isOwnRequest({ method, headers }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  const isAddress = /^(localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\])(:\d+)?$/i.test(host)
  if (!isAddress) return false
  const isReading = method === 'GET' || method === 'HEAD'
  return headers.origin === `http://${host}` || (isReading && headers.origin === undefined)
}
