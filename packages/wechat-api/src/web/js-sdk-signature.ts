import { createHash } from 'node:crypto'

export interface JsSdkSignatureInput {
  jsapiTicket: string
  nonceStr: string
  /** Unix seconds. */
  timestamp: number
  /** As the browser shows it, query included. A fragment is left out. */
  url: string
}

/**
 * Signs a page's address for `wx.config`. Nothing is encoded or put in order anew: WeChat signs the text that the browser shows.
 *
 * @returns lower-case hex SHA-1
 * @see service account documents: JS-SDK, signature algorithm
 */
export function jsSdkSignature({ jsapiTicket, nonceStr, timestamp, url }: JsSdkSignatureInput): string {
  const [page] = url.split('#', 1)
  const text = `jsapi_ticket=${jsapiTicket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`
  return createHash('sha1').update(text).digest('hex')
}
