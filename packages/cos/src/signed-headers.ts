import type { CosCredential } from './bucket.js'
import { type SignableRequest, signRequest } from './request-signature.js'
import { createSignKeys, toKeyTime } from './sign-key.js'
import { urlEncode } from './url-encode.js'

/**
 * Headers of a request that is sent at once: those of the request, all of them signed, and what proves who sends them.
 *
 * @param request its headers include `host`
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function signedHeaders(request: SignableRequest, credential: CosCredential): Record<string, string> {
  const now = Date.now()
  const keyTime = toKeyTime(new Date(now - CLOCK_TOLERANCE_MS), new Date(now + SIGNATURE_LIFE_MS))
  const signKey = createSignKeys(credential.secretKey)(keyTime)
  const { headerList, urlParamList, signature } = signRequest(request, { keyTime, signKey })

  return {
    ...request.headers,
    authorization: [
      'q-sign-algorithm=sha1',
      `q-ak=${urlEncode(credential.secretId)}`,
      `q-sign-time=${keyTime}`,
      `q-key-time=${keyTime}`,
      `q-header-list=${headerList}`,
      `q-url-param-list=${urlParamList}`,
      `q-signature=${signature}`,
    ].join('&'),
    ...(credential.cosSessionToken !== undefined && { 'x-cos-security-token': credential.cosSessionToken }),
  }
}

/** A cloud clock that runs behind accepts the request all the same. */
const CLOCK_TOLERANCE_MS = 60_000
/** As long as the official SDK signs. */
const SIGNATURE_LIFE_MS = 900_000
