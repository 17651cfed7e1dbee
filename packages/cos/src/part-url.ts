import { AppError, UPLOAD_GRANT_TTL_MAX_SECONDS } from '@photolift/contracts'
import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import type { MultipartUpload, PartToSign } from './object-store.js'
import { presignedQuery } from './presigned-query.js'
import { createSignKeys, toKeyTime } from './sign-key.js'
import { urlEncode, urlEncodePath } from './url-encode.js'

export interface PartUrlRequest extends MultipartUpload, PartToSign {
  validFrom: Date
  /** At most 600 s after `validFrom`. */
  expiresAt: Date
}

/**
 * Makes presigned URLs that each put one part. Host, number, upload and length are signed, so that a URL sends no other part and none
 * of another length. What the part holds is not signed: it counts only once the whole was judged.
 *
 * The length is that of the request's own `Content-Length`, which every client sets for a body of known size; that phones do, too, and
 * never send such a body in chunks, is «unconfirmed».
 *
 * @throws AppError INTERNAL for what cannot be a part, and for more than 600 s
 * @see https://cloud.tencent.com/document/product/436/7778 (request signature), /7750 (Upload Part)
 */
export function createPartUrlSigner(bucket: CosBucket, credential: CosCredential): (request: PartUrlRequest) => string {
  const { origin, host } = bucketUrl(bucket)
  const signKeyAt = createSignKeys(credential.secretKey)

  return (request) => {
    requirePossible(request)
    const { key, uploadId, partNumber, byteLength, validFrom, expiresAt } = request
    const keyTime = toKeyTime(validFrom, expiresAt)
    const parameters = { partNumber: String(partNumber), uploadId }
    const headers = { host, 'content-length': String(byteLength) }
    const query = presignedQuery(
      { method: 'put', pathname: `/${key}`, parameters, headers },
      { credential, keyTime, signKey: signKeyAt(keyTime) },
    )
    return `${origin}/${urlEncodePath(key)}?partNumber=${partNumber}&uploadId=${urlEncode(uploadId)}&${query}`
  }
}

function requirePossible({ partNumber, byteLength, validFrom, expiresAt }: PartUrlRequest): void {
  const ttlMs = expiresAt.getTime() - validFrom.getTime()
  const isPart = Number.isSafeInteger(partNumber) && partNumber >= 1 && partNumber <= PARTS_MAX
  const isLength = Number.isSafeInteger(byteLength) && byteLength >= 1
  const isInTime = ttlMs > 0 && ttlMs <= UPLOAD_GRANT_TTL_MAX_SECONDS * 1_000
  if (isPart && isLength && isInTime) return
  throw new AppError('INTERNAL', `no URL possible for part ${partNumber} of ${byteLength} bytes for ${ttlMs} ms`)
}

/** https://cloud.tencent.com/document/product/436/14518 */
const PARTS_MAX = 10_000
