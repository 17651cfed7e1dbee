import type { Readable } from 'node:stream'

/** Bytes that the store holds, and what was measured while they came in. */
export interface StoredContent {
  contentId: string
  byteLength: number
  /** MD5 in hex, no quotes. */
  md5: string
  /** CRC-64 of ECMA-182, unsigned decimal, as in `x-cos-hash-crc64ecma`. */
  crc64: string
}

/** Everything a request may say about an object besides its bytes. */
export interface ObjectAttributes {
  /** `Content-Type`, `Cache-Control`, `Content-Disposition`, `Content-Encoding`, `Expires`, as far as given; lower-case names. */
  headers: Record<string, string>
  /** `x-cos-meta-*`, whole lower-case names. */
  metadata: Record<string, string>
  /** As given (`private`, `public-read`, …); `default` when absent, which means the bucket's, which is private. */
  acl: string
  /** `x-cos-grant-*`, whole lower-case names; recorded, never evaluated. */
  grants: Record<string, string>
  storageClass: string
  /** `x-cos-tagging` as given. */
  tagging?: string
  /** `AES256` when SSE-COS was asked for. */
  serverSideEncryption?: string
}

export interface StoredObject extends ObjectAttributes, Omit<StoredContent, 'md5'> {
  key: string
  /** Without quotes: the MD5, or `<32 hex>-<parts>` after a multipart upload. */
  etag: string
  lastModifiedMs: number
}

export interface StoredUpload extends ObjectAttributes {
  uploadId: string
  key: string
  initiatedMs: number
}

export interface StoredPart extends StoredContent {
  partNumber: number
  lastModifiedMs: number
}

/** One rule of the bucket's CORS configuration. */
export interface CorsRule {
  id?: string
  allowedOrigins: string[]
  allowedMethods: string[]
  allowedHeaders: string[]
  exposeHeaders: string[]
  maxAgeSeconds?: number
}

/** One rule of the bucket's lifecycle configuration. */
export interface LifecycleRule {
  id?: string
  /** Of the keys that it is about; empty: all. */
  prefix: string
  enabled: boolean
  /** After so many days an object goes. */
  expirationDays?: number
  /** After so many days the parts of an upload go that nobody completed. */
  abortUploadsAfterDays?: number
}

/**
 * The bucket's contents. Bytes go in first (`writeContent`) and become visible with the record that names them, in one
 * step: a broken upload leaves no object. Every content that no record names any more is given up.
 */
export interface ObjectStore {
  /**
   * Takes bytes in as they come, measuring them.
   * @throws whatever `source` throws; nothing is kept then
   */
  writeContent(source: AsyncIterable<Uint8Array>): Promise<StoredContent>
  /** Gives up bytes that became part of no record. */
  discardContent(content: Pick<StoredContent, 'contentId'>): void
  /** Reads bytes `[start, end)`. What was opened stays readable when the object is replaced or deleted. */
  readContent(content: Pick<StoredContent, 'contentId' | 'byteLength'>, start?: number, end?: number): Readable

  getObject(key: string): StoredObject | undefined
  /** Creates or replaces. */
  putObject(object: StoredObject): void
  deleteObject(key: string): void
  /** Objects whose key is greater than `afterKey`, in the order of their keys' UTF-8 bytes. */
  listObjects(afterKey: string): Iterable<StoredObject>

  createUpload(upload: StoredUpload): void
  getUpload(uploadId: string): StoredUpload | undefined
  /** In the order of key, then upload id. */
  listUploads(): Iterable<StoredUpload>
  /** Creates or replaces the part of that number. */
  putPart(uploadId: string, part: StoredPart): void
  /** In the order of their numbers. */
  listParts(uploadId: string): StoredPart[]
  /** Makes `object` visible and the upload and its parts disappear, in one step. */
  completeUpload(uploadId: string, object: StoredObject): void
  deleteUpload(uploadId: string): void

  getCorsRules(): CorsRule[] | undefined
  setCorsRules(rules: CorsRule[] | undefined): void
  getLifecycleRules(): LifecycleRule[] | undefined
  setLifecycleRules(rules: LifecycleRule[] | undefined): void

  /** Releases files. The store is not usable afterwards. */
  close(): void
}
