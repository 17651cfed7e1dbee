import { AppError, UPLOAD_GRANT_TTL_MAX_SECONDS } from '@photolift/contracts'
import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { requireObjectKey } from './object-key.js'
import { signPostPolicy } from './post-policy.js'
import { createSignKeys, toKeyTime } from './sign-key.js'

/** What one form may write. */
export interface UploadFormRequest {
  key: string
  /** At least 1. */
  byteLength: number
  contentType: string
  /** 32 lower-case hex digits. */
  contentMd5: string
  /** A little in the past, so that a cloud clock that runs behind accepts the form at once. */
  validFrom: Date
  /** At most 600 s after `validFrom`. */
  expiresAt: Date
  /** Whose the object is to WeChat's clients; the administrator's when absent. Only storages with `cloud-file-ids` look at it. */
  ownerOpenid?: string
}

/** A form that COS accepts for exactly that one object. */
export interface UploadForm {
  /** Origin and path to post to. */
  url: string
  /** In the order to send; the file comes after them. */
  fields: Record<string, string>
  fileField: 'file'
  /** When COS stops taking it. */
  expiresAt: Date
}

/**
 * Signs POST policies for one photo each. The policy fixes bucket, key, size, type, access, storage class and success status.
 *
 * COS accepts fields that a policy does not name (grants, metadata, a redirect), and takes a form again until it expires, also
 * with other bytes of the same size. What comes of that ends with the copy that confirm makes: see {@link ObjectStore.copy}.
 *
 * A form's metadata are `x-cos-meta-…` fields, which the policy fixes, too.
 *
 * @throws AppError INTERNAL for a request that no form can express
 * @see https://cloud.tencent.com/document/product/436/14690
 */
export function createUploadFormSigner(
  bucket: CosBucket,
  credential: CosCredential,
): (request: UploadFormRequest, metadata?: Readonly<Record<string, string>>) => UploadForm {
  const url = bucketUrl(bucket).href
  const signKeyAt = createSignKeys(credential.secretKey)

  return (request, metadata = {}) => {
    requirePossible(request)
    const keyTime = toKeyTime(request.validFrom, request.expiresAt)
    const policyJson = JSON.stringify({
      expiration: request.expiresAt.toISOString(),
      conditions: [
        { bucket: bucket.bucket },
        { key: request.key },
        ['content-length-range', request.byteLength, request.byteLength],
        { 'Content-Type': request.contentType },
        ...CONSTANT_CONDITIONS,
        ...Object.entries(metadata).map(([name, value]) => ({ [name]: value })),
        { 'q-ak': credential.secretId },
        { 'q-sign-time': keyTime },
      ],
    })

    return {
      url,
      fields: {
        key: request.key,
        'Content-Type': request.contentType,
        // Not in the policy: COS documents no condition on it, and an unknown one could refuse every form. It protects an honest
        // client's bytes on their way; other bytes under the same form are refused by the copy's If-Match.
        'Content-MD5': Buffer.from(request.contentMd5, 'hex').toString('base64'),
        ...CONSTANT_FIELDS,
        ...metadata,
        policy: Buffer.from(policyJson).toString('base64'),
        'q-sign-algorithm': 'sha1',
        'q-ak': credential.secretId,
        'q-key-time': keyTime,
        'q-signature': signPostPolicy(policyJson, signKeyAt(keyTime)),
        ...(credential.cosSessionToken !== undefined && { 'x-cos-security-token': credential.cosSessionToken }),
      },
      fileField: 'file',
      expiresAt: request.expiresAt,
    }
  }
}

const CONSTANT_FIELDS = {
  acl: 'private',
  'x-cos-storage-class': 'STANDARD',
  // Some HTTP stacks treat COS's default, 204, in a special way.
  success_action_status: '200',
}

const CONSTANT_CONDITIONS = [
  ...Object.entries(CONSTANT_FIELDS).map(([name, value]) => ({ [name]: value })),
  { 'q-sign-algorithm': 'sha1' },
]

function requirePossible(request: UploadFormRequest): void {
  requireObjectKey(request.key)
  const problem = problemOf(request)
  if (problem !== undefined) throw new AppError('INTERNAL', `no upload form possible: ${problem}`)
}

function problemOf({
  byteLength,
  contentType,
  contentMd5,
  validFrom,
  expiresAt,
}: UploadFormRequest): string | undefined {
  if (!Number.isSafeInteger(byteLength) || byteLength < 1) return 'byteLength is not a whole number of at least 1'
  if (!/^[\x21-\x7e]+$/.test(contentType)) return 'contentType is not visible ASCII'
  if (!/^[0-9a-f]{32}$/.test(contentMd5)) return 'contentMd5 is not 32 lower-case hex digits'

  const ttlMs = expiresAt.getTime() - validFrom.getTime()
  const inTime = ttlMs > 0 && ttlMs <= UPLOAD_GRANT_TTL_MAX_SECONDS * 1000
  return inTime ? undefined : 'expiresAt is not within 600 s after validFrom'
}
