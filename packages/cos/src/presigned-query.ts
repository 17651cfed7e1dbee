import type { CosCredential } from './bucket.js'
import { type SignableRequest, signRequest } from './request-signature.js'
import { urlEncode } from './url-encode.js'

/** When a presigned URL holds, and with which key. */
export interface QuerySigning {
  credential: CosCredential
  /** As `toKeyTime` writes it. */
  keyTime: string
  /** Derived from the key for `keyTime`. */
  signKey: string
}

/**
 * The part of a presigned URL's query that proves who made it, with the session token of a temporary key; the request's own
 * parameters stand beside it.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function presignedQuery(request: SignableRequest, { credential, keyTime, signKey }: QuerySigning): string {
  const encodedKeyTime = urlEncode(keyTime)
  const { headerList, urlParamList, signature } = signRequest(request, { keyTime, signKey })

  // COS decodes the query once: names in the lists, encoded already, are encoded again (`%2f` travels as `%252f`).
  const parts = [
    'q-sign-algorithm=sha1',
    `q-ak=${urlEncode(credential.secretId)}`,
    `q-sign-time=${encodedKeyTime}`,
    `q-key-time=${encodedKeyTime}`,
    `q-header-list=${urlEncode(headerList)}`,
    `q-url-param-list=${urlEncode(urlParamList)}`,
    `q-signature=${signature}`,
  ]
  if (credential.cosSessionToken !== undefined) {
    parts.push(`x-cos-security-token=${urlEncode(credential.cosSessionToken)}`)
  }
  return parts.join('&')
}
