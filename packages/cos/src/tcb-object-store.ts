import { AppError } from '@photolift/contracts'
import type { CloudStorageApi } from '@photolift/wechat-api'
import { requireAllDeleted } from './delete-failure.js'
import { toItemError } from './item-error.js'
import { requireObjectKey } from './object-key.js'
import { requireReadable } from './object-read.js'
import { cannot, type ObjectStore, type ReadObject, type ReadRequest, type ReadUrl } from './object-store.js'
import { requireWritable } from './object-write.js'
import { severalTries } from './stream/tries.js'
import { downloadByLink, toLinkRefusal } from './tcb/download-by-link.js'
import { createEnvironmentFiles } from './tcb/environment-files.js'
import { uploadByLink } from './tcb/upload-by-link.js'

export interface TcbObjectStoreOptions {
  /** `createCloudStorageApi` of packages/wechat-api. */
  storage: CloudStorageApi
  /** Id of the environment that `storage` is for. */
  cloudEnv: string
  /** The environment's own bucket, such as `7072-prod-1300000000`. Without it the first call asks WeChat for its name. */
  bucket?: string
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: () => number
  /** Milliseconds for which a stream may stand still. Default 10,000. */
  answerWithinMs?: number
}

/**
 * Storage of a WeChat cloud environment over its HTTP API, from anywhere, with the rights of the administrator. Calls also reject with
 * what `storage` rejects with.
 *
 * Links, and with them `read`, go through the environment's CDN, which keeps what it has seen for two minutes unless told otherwise:
 * a key that is written twice can be read as it was. `cloudFileId` is undefined until the name of the bucket is known.
 *
 * @see mini-program server documents: 云开发, getUploadFileLink, batchDownloadFile, batchDeleteFile
 */
export function createTcbObjectStore(options: TcbObjectStoreOptions): ObjectStore {
  const { storage, cloudEnv, bucket, now = Date.now, answerWithinMs: silenceMs = 10_000 } = options
  const files = createEnvironmentFiles({ storage, cloudEnv, bucket })

  return {
    kind: 'tcb',
    abilities: new Set(['write', 'read', 'delete', 'read-urls', 'cloud-file-ids']),

    signUploadForms: async () => refuse('an upload link of the HTTP API binds neither size nor type: clients get none'),
    initiateMultipart: async () => refuse(NO_PARTS),
    listParts: async () => refuse(NO_PARTS),
    signPartUrls: async () => refuse(NO_PARTS),
    completeMultipart: async () => refuse(NO_PARTS),
    abortMultiparts: async () => refuse(NO_PARTS),
    copy: async () => refuse('the HTTP API of WeChat cloud storage cannot copy'),
    prove: async () => refuse('the HTTP API reads through a CDN, which may show what was stored before: no proof'),
    list: async () => refuse('the HTTP API of WeChat cloud storage cannot list'),

    async write(request) {
      requireWritable(request)
      if (request.ownerOpenid !== undefined && request.ownerOpenid !== '') {
        throw cannot("what the HTTP API stores is the administrator's, nobody else's")
      }
      return severalTries(async () => {
        const link = await files.uploadLink(request.key)
        return { etag: await uploadByLink(link, { request, silenceMs }), cloudFileId: link.cloudFileId }
      }, request.signal)
    },

    async read(request) {
      requireReadable(request)
      return severalTries(() => read(request), request.signal)
    },

    async deleteMany(keys) {
      keys.forEach(requireObjectKey)
      if (keys.length === 0) return
      const results = await storage.deleteFiles(await files.idsOf(keys))
      requireAllDeleted(
        results.flatMap(({ error }, index) =>
          // One that is absent counts as deleted.
          error === undefined || error.code === 'FILE_NOT_FOUND' ? [] : [{ key: keys[index] as string, error }],
        ),
      )
    },

    async readUrls(requests) {
      for (const { key } of requests) requireObjectKey(key)
      const plain = requests.filter(({ imageOperation }) => imageOperation === undefined)
      const links = (await linksTo(plain)).values()
      return requests.map(({ imageOperation }) =>
        imageOperation === undefined
          ? (links.next().value as ReadUrl)
          : { error: { code: 'STORAGE_CANNOT', message: 'links of storage tcb carry no image operation' } },
      )
    },

    cloudFileId(key) {
      requireObjectKey(key)
      return files.knownIdOf(key)
    },

    async checkAccess() {
      await files.uploadLink(ACCESS_CHECK_KEY)
    },
  }

  async function linksTo(requests: readonly { key: string; validUntil: Date }[]): Promise<ReadUrl[]> {
    if (requests.length === 0) return []
    const ids = await files.idsOf(requests.map(({ key }) => key))
    const asked = requests.map(({ validUntil }, index) => {
      const ttlSeconds = Math.ceil((validUntil.getTime() - now()) / 1_000)
      return { cloudFileId: ids[index] as string, ttlSeconds: Math.max(1, ttlSeconds) }
    })
    const askedAt = now()
    const links = await storage.downloadLinks(asked)
    return links.map((link, index) => {
      if ('error' in link) return { error: toItemError(link.error) }
      const { ttlSeconds } = asked[index] as { ttlSeconds: number }
      return { url: link.url, expiresAt: new Date(askedAt + ttlSeconds * 1_000) }
    })
  }

  async function read(request: ReadRequest): Promise<ReadObject | undefined> {
    // A link may end while its request waits, or be refused for a clock that runs behind: a fresh one gets another chance.
    for (const _ of [1, 2]) {
      const [cloudFileId] = await files.idsOf([request.key])
      const [link] = await storage.downloadLinks([
        { cloudFileId: cloudFileId as string, ttlSeconds: READ_LINK_SECONDS },
      ])
      if (link === undefined) throw new AppError('STORAGE_UNAVAILABLE', 'WeChat gave no answer for the file')
      if ('error' in link) {
        if (link.error.code === 'FILE_NOT_FOUND') return undefined
        throw link.error
      }
      const object = await downloadByLink(link.url, { request, silenceMs })
      if (object !== 'link-ended') return object
    }
    throw toLinkRefusal()
  }
}

async function refuse(reason: string): Promise<never> {
  throw cannot(reason)
}

const NO_PARTS = 'the HTTP API of WeChat cloud storage takes an object as a whole, never in parts'
/** A link that is not used leaves nothing behind. */
const ACCESS_CHECK_KEY = 'photolift-checks-its-access'
/** From the answer of WeChat to the first byte; what flows then is not cut off. */
const READ_LINK_SECONDS = 600
