import { AppError, UPLOAD_GRANT_TTL_MAX_SECONDS } from '@photolift/contracts'
import { bucketUrl, type CosBucket, cosHost } from './bucket.js'
import { createCosDriver } from './cos-driver.js'
import { toAppError } from './cos-failure.js'
import { type CredentialSource, type HeldCredential, withCredential } from './credential-source.js'
import { requireAllDeleted } from './delete-failure.js'
import { toItemError } from './item-error.js'
import { createMultipartCalls } from './multipart-upload.js'
import { requireObjectKey } from './object-key.js'
import { requireListable, toListedObjects, toListQuery } from './object-list.js'
import { toObjectProof } from './object-proof.js'
import { getObject, requireReadable } from './object-read.js'
import { cannot, type ObjectStore, type ReadUrl, type ReadUrlRequest, type StorageAbility } from './object-store.js'
import { putObject, requireWritable } from './object-write.js'
import { perCredential } from './per-credential.js'
import { createReadUrlSigner } from './read-url.js'
import { severalTries } from './stream/tries.js'
import { createUploadFormSigner } from './upload-form.js'
import { urlEncodePath } from './url-encode.js'

/** What differs between ways to reach a bucket over COS's own API. */
export interface BucketAccess {
  kind: 'cos' | 'cloudrun'
  bucket: CosBucket
  abilities: readonly StorageAbility[]
  /** Keys for everything but forms. */
  credentials: CredentialSource
  /** Keys that sign forms. */
  formCredentials: CredentialSource
  /** What each object carries as `x-cos-meta-…`, in the order of the objects. */
  metadataOf(objects: readonly { key: string; ownerOpenid?: string }[]): Promise<readonly Record<string, string>[]>
  cloudFileId(key: string): string | undefined
  answerWithinMs: number
}

/** A bucket over COS's own API: cos-nodejs-sdk-v5, which the first call loads, for short calls; our own requests for streams. */
export function createBucketStore(access: BucketAccess): ObjectStore {
  const { bucket, credentials, formCredentials, answerWithinMs } = access
  const abilities = new Set(access.abilities)
  const call = createCosDriver(bucket, { credentials, answerWithinMs })
  const here = { Bucket: bucket.bucket, Region: bucket.region }
  const formSignerOf = perCredential((credential) => createUploadFormSigner(bucket, credential))
  const linkSignerOf = perCredential((credential) => createReadUrlSigner(bucket, credential))
  // A wrong bucket is told at once, not by the first call.
  bucketUrl(bucket)

  return {
    kind: access.kind,
    abilities,

    async signUploadForms(requests) {
      if (requests.length === 0) return []
      const [held, metadata] = await Promise.all([formCredentials.get(SIGNED_USEFUL_MS), access.metadataOf(requests)])
      const sign = formSignerOf(held.credential)
      return requests.map((request, index) =>
        sign({ ...request, expiresAt: notAfter(held, request.expiresAt) }, metadata[index]),
      )
    },

    ...createMultipartCalls({
      bucket,
      credentials,
      call,
      metadataOf: async (object) => (await access.metadataOf([object]))[0] ?? {},
      notAfter,
    }),

    async copy({ fromKey, toKey, ifMatch, contentType, ownerOpenid }) {
      requireObjectKey(fromKey)
      requireObjectKey(toKey)
      const [metadata] = await access.metadataOf([{ key: toKey, ...(ownerOpenid !== undefined && { ownerOpenid }) }])
      return call((cos) =>
        cos.putObjectCopy({
          ...here,
          Key: toKey,
          // The driver takes a source of this shape only, whatever the endpoint is.
          CopySource: `${cosHost(bucket)}/${urlEncodePath(fromKey)}`,
          ...(ifMatch !== undefined && { CopySourceIfMatch: `"${ifMatch}"` }),
          // What a form set beside its policy ends here: metadata, access and storage class are ours again.
          MetadataDirective: 'Replaced',
          ContentType: contentType,
          ACL: 'private',
          StorageClass: 'STANDARD',
          ...metadata,
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
      // A 200 that holds the failures of single objects.
      const failures = result.Error.filter(({ Code }) => Code !== 'NoSuchKey')
      requireAllDeleted(
        failures.map(({ Key, Code, Message }) => ({
          key: Key,
          error: toAppError({ ...result, code: Code, message: Message }),
        })),
      )
    },

    async write(request) {
      requireWritable(request)
      const [metadata = {}] = await access.metadataOf([request])
      const written = await severalTries(
        () =>
          withCredential(credentials, (credential) =>
            putObject(bucket, credential, { request, metadata, silenceMs: answerWithinMs }),
          ),
        request.signal,
      )
      const cloudFileId = access.cloudFileId(request.key)
      return { ...written, ...(cloudFileId !== undefined && { cloudFileId }) }
    },

    async read(request) {
      requireReadable(request)
      return severalTries(
        () =>
          withCredential(credentials, (credential) =>
            getObject(bucket, credential, { request, silenceMs: answerWithinMs }),
          ),
        request.signal,
      )
    },

    async list(request) {
      requireListable(request)
      return toListedObjects(await call((cos) => cos.getBucket({ ...here, ...toListQuery(request) })))
    },

    async readUrls(requests) {
      if (requests.length === 0) return []
      const held = await credentials.get(SIGNED_USEFUL_MS)
      const sign = linkSignerOf(held.credential)
      return requests.map((request) => toReadUrl(request, sign, held))
    },

    cloudFileId(key) {
      requireObjectKey(key)
      return access.cloudFileId(key)
    },

    async checkAccess() {
      await call((cos) => cos.headBucket(here))
    },
  }

  function toReadUrl(
    request: ReadUrlRequest,
    sign: (request: ReadUrlRequest) => string,
    held: HeldCredential,
  ): ReadUrl {
    if (request.imageOperation !== undefined && !abilities.has('image-operations')) {
      return { error: toItemError(cannot(`links of storage ${access.kind} carry no image operation`)) }
    }
    const expiresAt = notAfter(held, request.validUntil)
    return { url: sign({ ...request, validUntil: expiresAt }), expiresAt }
  }
}

/** A signature ends with its key at the latest. */
function notAfter({ expiresAt }: HeldCredential, asked: Date): Date {
  return expiresAt !== undefined && expiresAt < asked ? expiresAt : asked
}

/** What is signed for a client ends with its key: as long as a form may live is worth waiting for another key. */
const SIGNED_USEFUL_MS = UPLOAD_GRANT_TTL_MAX_SECONDS * 1_000

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
