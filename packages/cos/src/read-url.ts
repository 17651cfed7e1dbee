import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { requireObjectKey } from './object-key.js'
import type { ReadUrlRequest } from './object-store.js'
import { presignedQuery } from './presigned-query.js'
import { createSignKeys, toKeyTime } from './sign-key.js'
import { urlEncodePath } from './url-encode.js'

/**
 * Makes presigned URLs. The host is signed, so that none works on another bucket, and so is the image operation, so that nobody
 * can drop it and fetch the original.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function createReadUrlSigner(bucket: CosBucket, credential: CosCredential): (request: ReadUrlRequest) => string {
  const { origin, host } = bucketUrl(bucket)
  const signKeyAt = createSignKeys(credential.secretKey)

  return ({ key, validFrom, validUntil, imageOperation }) => {
    requireObjectKey(key)
    const keyTime = toKeyTime(validFrom, validUntil)
    const query = presignedQuery(
      {
        method: 'get',
        pathname: `/${key}`,
        parameters: imageOperation === undefined ? {} : { [imageOperation]: '' },
        headers: { host },
      },
      { credential, keyTime, signKey: signKeyAt(keyTime) },
    )
    const operation = imageOperation === undefined ? '' : `&${urlEncodePath(imageOperation)}`
    return `${origin}/${urlEncodePath(key)}?${query}${operation}`
  }
}
