import { AppError } from '@photolift/contracts'
import { createCosObjectStore, type ObjectStore } from '@photolift/cos'
import { WechatFailure } from '@photolift/wechat-api'
import { missingForStorage, toStorageAddress } from '../../configuration/storage-address.js'
import { openCloudrunStore } from '../../storage/open-storage.js'
import type { Check, Finding, SetUp } from '../check.js'
import { cosErrorCodeOf, ownBucket } from '../own-bucket.js'

/** The bucket answers to the key: to one's own, or to the one that 云托管 gives. */
export const bucket: Check = {
  name: 'bucket',
  async look(setUp) {
    const store = storeOf(setUp)
    if (store === undefined) return []
    try {
      // Not HEAD: its refusals have no body and so no reason.
      await store.list({ prefix: '', limit: 1 })
      return [{ level: 'ok', finding: `the bucket ${setUp.env.COS_BUCKET} answers to its key` }]
    } catch (error) {
      // Why there is no key of 云托管's is told by its own check.
      if (error instanceof AppError && error.cause instanceof WechatFailure) return []
      return [explain(cosErrorCodeOf(error), setUp.env.COS_ENDPOINT !== undefined)]
    }
  },
}

function storeOf(setUp: SetUp): ObjectStore | undefined {
  const own = ownBucket(setUp)
  if (own !== undefined) return createCosObjectStore(own.bucket, own.credential, ANSWER)
  if (setUp.env.STORAGE !== 'cloudrun' || missingForStorage(setUp.env).length > 0) return undefined
  const address = toStorageAddress(setUp.env)
  return address.kind === 'cloudrun' ? openCloudrunStore(address, ANSWER) : undefined
}

const ANSWER = { answerWithinMs: 8_000 }

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
    'Give it GetBucket, and PutObject, GetObject, HeadObject, DeleteObject on its objects: docs/deploy.md has a policy for the command line, whose pair is not that of the service. The bucket may also be of another account.',
  ],
  RequestTimeTooSkewed: ["this machine's clock is wrong", 'Switch on time synchronisation (NTP).'],
}
