import type { EnvironmentStorageApi } from '@photolift/wechat-api'
import type { CosBucket } from './bucket.js'
import { createBucketStore } from './bucket-store.js'
import { composeCloudFileId } from './cloud-file-id.js'
import { createMetaIds } from './meta-ids.js'
import type { ObjectStore } from './object-store.js'
import { temporaryCredential } from './temporary-credential.js'

export interface CloudrunObjectStoreOptions {
  /** The environment's own bucket. */
  bucket: CosBucket
  /** Id of the environment, such as `prod-1a2b3c`. */
  cloudEnv: string
  /** Gives keys and meta ids: `createEnvironmentStorageApi` of packages/wechat-api. */
  storage: EnvironmentStorageApi
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: () => number
  /** As for a bucket of one's own. Default 10,000. */
  answerWithinMs?: number
}

/**
 * The bucket of a 云托管 environment, from inside a container of it. Its temporary keys never leave this object: forms carry a
 * signature and the session token, links likewise, and neither outlives the key. Every object carries a meta id for its key and its
 * owner, so that the owner's WeChat client can read it by its `cloud://` id.
 *
 * Image operations are left out: whether such a bucket has them is «unconfirmed».
 *
 * @throws AppError INTERNAL for a bucket, region or endpoint that cannot be one
 * @see 云托管 documents: 对象存储, 服务端使用
 */
export function createCloudrunObjectStore(options: CloudrunObjectStoreOptions): ObjectStore {
  const { bucket, cloudEnv, storage, now = Date.now, answerWithinMs = 10_000 } = options
  const credentials = temporaryCredential({ fetchKey: () => storage.temporaryKey(), now })
  const metaIdOf = createMetaIds(storage, bucket.bucket)

  return createBucketStore({
    kind: 'cloudrun',
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
      'cloud-file-ids',
    ],
    credentials,
    formCredentials: credentials,
    metadataOf: (objects) =>
      Promise.all(objects.map(async (object) => ({ 'x-cos-meta-fileid': await metaIdOf(object) }))),
    cloudFileId: (key) => composeCloudFileId({ cloudEnv, bucket: bucket.bucket, key }),
    answerWithinMs,
  })
}
