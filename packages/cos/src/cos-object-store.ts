import { AppError } from '@photolift/contracts'
import { type CosBucket, type CosCredential, cosHost } from './bucket.js'
import { createCosDriver } from './cos-driver.js'
import { isObjectRefusal, toAppError } from './cos-failure.js'
import { parseImageInfo } from './image-size.js'
import { requireObjectKey } from './object-key.js'
import { toObjectProof } from './object-proof.js'
import type { ObjectStore } from './object-store.js'
import { createReadUrlSigner } from './read-url.js'
import { urlEncodePath } from './url-encode.js'

export interface CosObjectStoreOptions {
  /** Milliseconds after which a call rejects, its retries included. Default 10,000. */
  answerWithinMs?: number
}

/**
 * A bucket through cos-nodejs-sdk-v5, which the first call loads. {@link ObjectStore.readUrl} needs neither driver nor network.
 *
 * @throws AppError INTERNAL for a bucket, region or endpoint that cannot be one
 */
export function createCosObjectStore(
  bucket: CosBucket,
  credential: CosCredential,
  { answerWithinMs = 10_000 }: CosObjectStoreOptions = {},
): ObjectStore {
  const call = createCosDriver(bucket, { credential, answerWithinMs })
  const here = { Bucket: bucket.bucket, Region: bucket.region }

  return {
    async copy({ fromKey, toKey, ifMatch, contentType }) {
      requireObjectKey(fromKey)
      requireObjectKey(toKey)
      return call((cos) =>
        cos.putObjectCopy({
          ...here,
          Key: toKey,
          // The driver takes a source of this shape only, whatever the endpoint is.
          CopySource: `${cosHost(bucket)}/${urlEncodePath(fromKey)}`,
          CopySourceIfMatch: `"${ifMatch}"`,
          // What a form set beside its policy ends here: metadata, access and storage class are ours again.
          MetadataDirective: 'Replaced',
          ContentType: contentType,
          ACL: 'private',
          StorageClass: 'STANDARD',
        }),
      ).then(
        () => 'copied' as const,
        answerFor({
          NoSuchCopySource: 'source-missing',
          NoSuchKey: 'source-missing',
          PreconditionFailed: 'source-changed',
        }),
      )
    },

    async prove(key, prefixBytes) {
      requireObjectKey(key)
      const range = `bytes=0-${prefixBytes - 1}`
      const answer = await call((cos) => cos.getObject({ ...here, Key: key, Range: range })).catch(
        answerFor({ NoSuchKey: 'missing', InvalidRange: 'empty' }),
      )
      if (answer === 'missing') return undefined
      if (answer !== 'empty') return toObjectProof(answer.headers ?? {}, answer.Body.subarray(0, prefixBytes))

      // An object of 0 bytes has no first byte to ask for.
      const head = await call((cos) => cos.headObject({ ...here, Key: key })).catch(answerFor({ 404: 'missing' }))
      return head === 'missing' ? undefined : toObjectProof(head.headers ?? {}, new Uint8Array())
    },

    async deleteMany(keys) {
      keys.forEach(requireObjectKey)
      if (keys.length === 0) return
      if (keys.length > DELETE_MAX_KEYS) {
        throw new AppError('INTERNAL', `COS deletes ${DELETE_MAX_KEYS} objects in one request, not ${keys.length}`)
      }

      const objects = keys.map((Key) => ({ Key }))
      const result = await call((cos) => cos.deleteMultipleObject({ ...here, Objects: objects, Quiet: true }))
      const failure = result.Error.find(({ Code }) => Code !== 'NoSuchKey')
      // A 200 that holds the failures of single objects.
      if (failure !== undefined) throw toAppError({ ...result, code: failure.Code, message: failure.Message })
    },

    async imageSize(key) {
      requireObjectKey(key)
      try {
        const info = await call((cos) => cos.getObject({ ...here, Key: key, Query: { imageInfo: '' } }))
        return parseImageInfo(info.Body.toString())
      } catch (error) {
        if (isObjectRefusal(error)) return undefined
        throw error
      }
    },

    readUrl: createReadUrlSigner(bucket, credential),

    async checkAccess() {
      await call((cos) => cos.headBucket(here))
    },
  }
}

/** https://cloud.tencent.com/document/product/436/8289 */
const DELETE_MAX_KEYS = 1000

/** Makes answers of the refusals that are some, by COS's code; every other failure goes on as it is. */
function answerFor<const Answers extends Record<string, string>>(
  answers: Answers,
): (error: unknown) => Answers[keyof Answers] {
  const answerByCode = new Map(Object.entries(answers) as [string, Answers[keyof Answers]][])
  return (error) => {
    const answer = error instanceof AppError ? answerByCode.get(error.cosErrorCode ?? '') : undefined
    if (answer === undefined) throw error
    return answer
  }
}
