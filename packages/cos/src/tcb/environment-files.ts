import { AppError } from '@photolift/contracts'
import type { CloudStorageApi, CloudUploadLink } from '@photolift/wechat-api'
import { composeCloudFileId, parseCloudFileId } from '../cloud-file-id.js'

/** Files of one environment by key, where the HTTP API wants ids, which hold the name of the bucket. */
export interface EnvironmentFiles {
  /** @throws AppError INTERNAL where the environment's bucket is not the one that was named */
  uploadLink(key: string): Promise<CloudUploadLink>
  /** Ids of keys, in their order; asks for the bucket's name where it is not known yet. */
  idsOf(keys: readonly string[]): Promise<string[]>
  /** The id of a key, as soon as the bucket's name is known. */
  knownIdOf(key: string): string | undefined
}

export function createEnvironmentFiles({
  storage,
  cloudEnv,
  bucket: named,
}: {
  storage: Pick<CloudStorageApi, 'uploadLink'>
  cloudEnv: string
  bucket: string | undefined
}): EnvironmentFiles {
  let bucket = named
  let asking: Promise<unknown> | undefined

  return {
    uploadLink,

    async idsOf(keys) {
      if (bucket === undefined) await askOnce()
      return keys.map((key) => idOf(key) as string)
    },

    knownIdOf: idOf,
  }

  async function uploadLink(key: string): Promise<CloudUploadLink> {
    const link = await storage.uploadLink(key)
    const real = parseCloudFileId(link.cloudFileId)?.bucket
    bucket ??= real
    if (real === undefined || bucket !== real) {
      throw new AppError('INTERNAL', `the bucket of the environment is ${real ?? 'not told'}, not ${bucket ?? 'known'}`)
    }
    return link
  }

  /** A link that nobody uses leaves nothing behind. */
  function askOnce(): Promise<unknown> {
    asking ??= uploadLink(ANY_KEY).finally(() => (asking = undefined))
    return asking
  }

  function idOf(key: string): string | undefined {
    return bucket === undefined ? undefined : composeCloudFileId({ cloudEnv, bucket, key })
  }
}

const ANY_KEY = 'photolift-asks-for-the-bucket'
