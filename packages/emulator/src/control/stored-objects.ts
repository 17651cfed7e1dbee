import type { ObjectStore } from '../cos/store/object-store.js'

/** An object as it is really stored, for tests and people to look at. */
export interface StoredObjectReport {
  key: string
  byteLength: number
  /** Without quotes. */
  etag: string
  /** As it was given; `default` when it was not. */
  acl: string
  /** `x-cos-grant-*` as given. */
  grants: Record<string, string>
  contentType: string | undefined
  /** `x-cos-meta-*` without that prefix. */
  meta: Record<string, string>
  storageClass: string
}

/** An upload in parts that was begun and neither completed nor aborted. */
export interface UnfinishedUploadReport {
  key: string
  uploadId: string
  /** What has arrived, by number. */
  parts: { partNumber: number; byteLength: number }[]
}

const META_PREFIX = 'x-cos-meta-'

/** @returns the objects whose keys begin with `prefix`, in the order of their keys' bytes */
export function listStoredObjects(store: ObjectStore, prefix: string): StoredObjectReport[] {
  const reports: StoredObjectReport[] = []
  for (const { key, byteLength, etag, acl, grants, headers, metadata, storageClass } of store.listObjects('')) {
    if (!key.startsWith(prefix)) continue
    const meta = Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [name.slice(META_PREFIX.length), value]),
    )
    reports.push({ key, byteLength, etag, acl, grants, contentType: headers['content-type'], meta, storageClass })
  }
  return reports
}

/** @returns the unfinished uploads of keys that begin with `prefix` */
export function listUnfinishedUploads(store: ObjectStore, prefix: string): UnfinishedUploadReport[] {
  return [...store.listUploads()]
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, uploadId }) => ({
      key,
      uploadId,
      parts: store.listParts(uploadId).map(({ partNumber, byteLength }) => ({ partNumber, byteLength })),
    }))
}
