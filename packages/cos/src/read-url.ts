import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { requireObjectKey } from './object-key.js'
import type { ReadUrlRequest } from './object-store.js'
import { signRequest } from './request-signature.js'
import { createSignKeys, toKeyTime } from './sign-key.js'
import { urlEncode, urlEncodePath } from './url-encode.js'

/**
 * Makes presigned URLs. The host is signed, so that none works on another bucket, and so is the image operation, so that nobody
 * can drop it and fetch the original.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function createReadUrlSigner(bucket: CosBucket, credential: CosCredential): (request: ReadUrlRequest) => string {
  const { origin, host } = bucketUrl(bucket)
  const signKeyAt = createSignKeys(credential.secretKey)
  const secretId = urlEncode(credential.secretId)

  return ({ key, validFrom, validUntil, imageOperation }) => {
    requireObjectKey(key)
    const keyTime = toKeyTime(validFrom, validUntil)
    const encodedKeyTime = urlEncode(keyTime)
    const { headerList, urlParamList, signature } = signRequest(
      {
        method: 'get',
        pathname: `/${key}`,
        parameters: imageOperation === undefined ? {} : { [imageOperation]: '' },
        headers: { host },
      },
      { keyTime, signKey: signKeyAt(keyTime) },
    )

    // COS decodes the query once: names in the list, encoded already, are encoded again (`%2f` travels as `%252f`).
    const parts = [
      'q-sign-algorithm=sha1',
      `q-ak=${secretId}`,
      `q-sign-time=${encodedKeyTime}`,
      `q-key-time=${encodedKeyTime}`,
      `q-header-list=${headerList}`,
      `q-url-param-list=${urlEncode(urlParamList)}`,
      `q-signature=${signature}`,
    ]
    if (credential.cosSessionToken !== undefined) {
      parts.push(`x-cos-security-token=${urlEncode(credential.cosSessionToken)}`)
    }
    if (imageOperation !== undefined) parts.push(urlEncodePath(imageOperation))
    return `${origin}/${urlEncodePath(key)}?${parts.join('&')}`
  }
}
