import type { CosBucket, CosCredential } from './bucket.js'
import { createBucketStore } from './bucket-store.js'
import { fixedCredential } from './credential-source.js'
import type { ObjectStore } from './object-store.js'

export interface CosObjectStoreOptions {
  /** Signs upload forms, where another key pair than the one for all else shall do that. */
  formCredential?: CosCredential
  /** Milliseconds after which a call rejects, its retries included, and for which a stream may stand still. Default 10,000. */
  answerWithinMs?: number
}

/**
 * A bucket of one's own, with permanent keys. Forms and links need no network.
 *
 * @throws AppError INTERNAL for a bucket, region or endpoint that cannot be one
 */
export function createCosObjectStore(
  bucket: CosBucket,
  credential: CosCredential,
  { formCredential = credential, answerWithinMs = 10_000 }: CosObjectStoreOptions = {},
): ObjectStore {
  return createBucketStore({
    kind: 'cos',
    bucket,
    abilities: [
      'upload-forms',
      'multipart',
      'copy',
      'prove',
      'write',
      'read',
      'delete',
      'list',
      'read-urls',
      'image-operations',
    ],
    credentials: fixedCredential(credential),
    formCredentials: fixedCredential(formCredential),
    metadataOf: (objects) => Promise.resolve(objects.map(() => ({}))),
    cloudFileId: () => undefined,
    answerWithinMs,
  })
}
