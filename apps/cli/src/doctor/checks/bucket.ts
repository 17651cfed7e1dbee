import { createCosObjectStore } from '@photolift/cos'
import type { Check, Finding } from '../check.js'
import { cosErrorCodeOf, ownBucket } from '../own-bucket.js'

/** The bucket answers to the key pair. */
export const bucket: Check = {
  name: 'bucket',
  async look(setUp) {
    const own = ownBucket(setUp)
    if (own === undefined) return []
    try {
      // Not HEAD: its refusals have no body and so no reason.
      await createCosObjectStore(own.bucket, own.credential, { answerWithinMs: 8_000 }).list({ prefix: '', limit: 1 })
      return [{ level: 'ok', finding: `the bucket ${own.bucket.bucket} answers to the key pair` }]
    } catch (error) {
      return [explain(cosErrorCodeOf(error), own.bucket.endpoint !== undefined)]
    }
  },
}

function explain(cosErrorCode: string, hasEndpoint: boolean): Finding {
  const known = EXPLANATIONS[cosErrorCode]
  if (known !== undefined) return { level: 'error', finding: `${known[0]} (${cosErrorCode})`, fix: known[1] }
  return {
    level: 'error',
    finding: `the bucket cannot be reached (${cosErrorCode})`,
    fix: hasEndpoint
      ? 'Check COS_ENDPOINT, and whether this machine reaches it; without it, COS has an address of its own.'
      : 'Check COS_BUCKET and COS_REGION, which are its address, and whether this machine reaches the Internet.',
  }
}

const EXPLANATIONS: Partial<Record<string, readonly [finding: string, fix: string]>> = {
  NoSuchBucket: [
    'there is no such bucket in this region',
    'Compare COS_BUCKET and COS_REGION with the list of buckets: a bucket answers in its own region alone.',
  ],
  InvalidAccessKeyId: [
    'the key id is unknown',
    'Compare COS_SECRET_ID with the console: 访问管理, 访问密钥. It may be deleted or disabled.',
  ],
  SignatureDoesNotMatch: [
    'the secret key is not the one of the key id',
    'Copy COS_SECRET_KEY anew, without spaces; it is shown once, so make a new pair if it is lost.',
  ],
  AccessDenied: [
    'the key pair may not list this bucket',
    'Give it GetBucket, and PutObject, GetObject, HeadObject, DeleteObject on its objects; the bucket may also be of another account.',
  ],
  RequestTimeTooSkewed: ["this machine's clock is wrong", 'Switch on time synchronisation (NTP).'],
}
