import type { StorageConfiguration } from '../configuration/configuration.js'

/**
 * Tells storages apart that keep photos of one database. The kind is part of it: in the bucket of a cloud environment WeChat's clients find
 * only what was written with the environment's own file ids.
 */
export function storageName({ kind, bucket }: StorageConfiguration): string {
  return `${kind}:${bucket.bucket}`
}
