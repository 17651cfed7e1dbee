import { AppError } from '@photolift/contracts'
import type COS from 'cos-nodejs-sdk-v5'
import type { ListedObject, ListRequest } from './object-store.js'

/** @throws AppError INTERNAL */
export function requireListable({ limit = LIST_MAX }: ListRequest): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX) {
    throw new AppError('INTERNAL', `COS lists 1 to ${LIST_MAX} objects in one request, not ${limit}`)
  }
}

/**
 * What the driver is asked for. Keys come percent-encoded, since XML cannot hold every character that a key can.
 *
 * @see https://cloud.tencent.com/document/product/436/7734
 */
export function toListQuery({ prefix, startAfter, limit = LIST_MAX }: ListRequest) {
  return {
    Prefix: prefix,
    MaxKeys: limit,
    EncodingType: 'url' as const,
    ...(startAfter !== undefined && { Marker: startAfter }),
  }
}

export function toListedObjects(page: COS.GetBucketResult): { objects: ListedObject[]; next?: string } {
  const objects = page.Contents.map((object) => ({
    key: decodeURIComponent(object.Key),
    byteLength: Number(object.Size),
    etag: object.ETag.replaceAll('"', ''),
    lastModifiedAt: new Date(object.LastModified),
  }))
  const next = page.IsTruncated === 'true' ? objects.at(-1)?.key : undefined
  return { objects, ...(next !== undefined && { next }) }
}

const LIST_MAX = 1000
