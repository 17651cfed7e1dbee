import { sendXml } from './answer.js'
import type { AuthorizedExchange } from './exchange.js'
import { integerParameter } from './integer-parameter.js'
import { textEncoder } from './list-encoding.js'
import { findUpload } from './multipart-upload.js'
import { OWNER } from './owner.js'
import type { StoredUpload } from './store/object-store.js'

const ENTRIES_MAX = 1000

/** @see https://cloud.tencent.com/document/product/436/7747 (List Parts) */
export function listParts(exchange: AuthorizedExchange): void {
  const { query } = exchange.target
  const upload = findUpload(exchange)
  const encoded = textEncoder(query)
  const marker = integerParameter(query, 'part-number-marker', { min: 0, max: 10_000, absent: 0 })
  const maxParts = integerParameter(query, 'max-parts', { min: 1, max: ENTRIES_MAX, absent: ENTRIES_MAX })
  const remaining = exchange.service.store.listParts(upload.uploadId).filter(({ partNumber }) => partNumber > marker)
  const parts = remaining.slice(0, maxParts)

  sendXml(exchange.response, 'ListPartsResult', {
    Bucket: exchange.service.bucket,
    EncodingType: query.get('encoding-type'),
    Key: encoded(upload.key),
    UploadId: upload.uploadId,
    Owner: OWNER,
    Initiator: OWNER,
    PartNumberMarker: marker,
    NextPartNumberMarker: remaining.length > parts.length ? parts.at(-1)?.partNumber : undefined,
    MaxParts: maxParts,
    IsTruncated: remaining.length > parts.length,
    StorageClass: upload.storageClass,
    Part: parts.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: new Date(part.lastModifiedMs).toISOString(),
      ETag: `"${part.md5}"`,
      Size: part.byteLength,
    })),
  })
}

/** @see https://cloud.tencent.com/document/product/436/7736 (List Multipart Uploads) */
export function listMultipartUploads({ service, target, response }: AuthorizedExchange): void {
  const { query } = target
  const encoded = textEncoder(query)
  const prefix = query.get('prefix') ?? ''
  const marker = { key: query.get('key-marker') ?? '', uploadId: query.get('upload-id-marker') ?? '' }
  const maxUploads = integerParameter(query, 'max-uploads', { min: 1, max: ENTRIES_MAX, absent: ENTRIES_MAX })
  const remaining = [...service.store.listUploads()].filter(
    (upload) => upload.key.startsWith(prefix) && isAfter(upload, marker),
  )
  const uploads = remaining.slice(0, maxUploads)
  const last = remaining.length > uploads.length ? uploads.at(-1) : undefined

  sendXml(response, 'ListMultipartUploadsResult', {
    Bucket: service.bucket,
    EncodingType: query.get('encoding-type'),
    KeyMarker: encoded(marker.key),
    UploadIdMarker: marker.uploadId,
    NextKeyMarker: last && encoded(last.key),
    NextUploadIdMarker: last?.uploadId,
    MaxUploads: maxUploads,
    IsTruncated: last !== undefined,
    Prefix: encoded(prefix),
    Upload: uploads.map((upload) => ({
      Key: encoded(upload.key),
      UploadId: upload.uploadId,
      StorageClass: upload.storageClass,
      Initiator: OWNER,
      Owner: OWNER,
      Initiated: new Date(upload.initiatedMs).toISOString(),
    })),
  })
}

/** Uploads of the marker's key come after it only when an upload id marks where to go on. */
function isAfter(upload: StoredUpload, marker: { key: string; uploadId: string }): boolean {
  const order = Buffer.compare(Buffer.from(upload.key), Buffer.from(marker.key))
  return order > 0 || (order === 0 && marker.uploadId !== '' && upload.uploadId > marker.uploadId)
}
