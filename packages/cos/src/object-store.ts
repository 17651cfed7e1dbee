import type { Readable } from 'node:stream'
import { AppError, type ItemError } from '@photolift/contracts'
import type { UploadForm, UploadFormRequest } from './upload-form.js'

/** What a storage may or may not be able to do. */
export type StorageAbility =
  | 'upload-forms'
  /** Objects can arrive in parts, which clients send. */
  | 'multipart'
  | 'copy'
  | 'prove'
  | 'write'
  | 'read'
  | 'delete'
  | 'list'
  | 'read-urls'
  /** A link can carry an image operation. */
  | 'image-operations'
  /** Objects have a `cloud://` id, which WeChat's clients show by themselves. */
  | 'cloud-file-ids'

/** What one ranged read proves about an object. */
export interface ObjectProof {
  /** Size of the whole object. */
  byteLength: number
  /** Quotes stripped; the MD5 in hex for objects that came in one piece. */
  etag: string
  /** As stored; `application/octet-stream` where none was. */
  contentType: string
  /** The first bytes, as many as asked for and there are. */
  prefix: Uint8Array
}

/** An object that arrives in parts. */
export interface MultipartUpload {
  key: string
  uploadId: string
}

export interface PartToSign {
  /** From 1 to 10,000. */
  partNumber: number
  byteLength: number
}

export interface StoredPart extends PartToSign {
  /** Quotes stripped. */
  etag: string
}

export interface PartUrlsRequest {
  parts: readonly PartToSign[]
  /** A little in the past, as for forms. */
  validFrom: Date
  /** At most 600 s after `validFrom`. */
  expiresAt: Date
}

export interface CopyRequest {
  fromKey: string
  toKey: string
  /** MD5 in hex that the source must have. Without it any bytes are copied, and the copy itself has to be judged. */
  ifMatch?: string
  contentType: string
  /** Whose the copy is to WeChat's clients; the administrator's when absent. Only storages with `cloud-file-ids` look at it. */
  ownerOpenid?: string
}

export interface WriteRequest {
  /** What lies under it already is replaced. */
  key: string
  /** Gives the bytes from their start; called anew for each try. */
  open: () => Readable
  /** Exactly as many as `open` gives; 5 GB at most. */
  byteLength: number
  contentType: string
  /** 32 lower-case hex digits: bytes that were damaged on their way are refused. */
  contentMd5?: string
  /** As in {@link CopyRequest}. */
  ownerOpenid?: string
  /** Bytes that this try has handed to the network; falls back when another try begins. */
  onProgress?: (bytesSent: number) => void
  signal?: AbortSignal
}

export interface WrittenObject {
  /** Quotes stripped. */
  etag: string
  /** `cloud://…`, where the storage has such ids. */
  cloudFileId?: string
}

export interface ReadRequest {
  key: string
  /** Where to begin. Default 0. */
  start?: number
  /** ETag that the object must still have. */
  ifMatch?: string
  signal?: AbortSignal
}

export interface ReadObject {
  /** Size of the whole object, wherever the body begins. */
  byteLength: number
  /** Quotes stripped. */
  etag: string
  contentType: string
  /**
   * Ends with an AppError where the connection breaks, nothing comes for a while, or the signal says so; one that comes before anybody
   * listens waits for the reader. Read or destroy it.
   */
  body: Readable
}

export interface ListRequest {
  /** `''` for everything. */
  prefix: string
  /** The key after which to begin. */
  startAfter?: string
  /** 1 to 1,000, which is the default. */
  limit?: number
}

export interface ListedObject {
  key: string
  byteLength: number
  /** Quotes stripped. */
  etag: string
  lastModifiedAt: Date
}

export interface ReadUrlRequest {
  key: string
  validFrom: Date
  validUntil: Date
  /** Such as `imageMogr2/thumbnail/400x`, bound into the link. */
  imageOperation?: string
}

/** A link and its real end, which may come before the one asked for; or why there is none. */
export type ReadUrl = { url: string; expiresAt: Date } | { error: ItemError }

/**
 * Objects of one bucket, whatever gives access to it. Every call rejects with AppError: STORAGE_CANNOT, with the reason, where
 * the storage lacks the ability; STORAGE_UNAVAILABLE when it does not answer in time or fails after some tries; INTERNAL when it
 * refuses our key. COS's request id and code are in the error.
 */
export interface ObjectStore {
  readonly kind: 'cos' | 'cloudrun' | 'tcb'
  readonly abilities: ReadonlySet<StorageAbility>
  /** Forms that clients may send, in the order of the requests. None outlives the key that signed it. */
  signUploadForms(requests: readonly UploadFormRequest[]): Promise<UploadForm[]>
  /**
   * Begins an upload in parts of a private object in standard storage. What is begun takes room until it is completed or aborted, by us
   * or by a lifecycle rule.
   *
   * @returns its uploadId
   */
  initiateMultipart(object: { key: string; contentType: string; ownerOpenid?: string }): Promise<string>
  /** What has arrived, by number. @returns undefined where the upload is none any more, or none of this key */
  listParts(upload: MultipartUpload): Promise<StoredPart[] | undefined>
  /** URLs to PUT one part each, in the order of the parts, and their common end. None outlives the key that signed it. */
  signPartUrls(upload: MultipartUpload, request: PartUrlsRequest): Promise<{ urls: string[]; expiresAt: Date }>
  /**
   * Makes the object out of these parts; others that arrived are dropped.
   * @param parts numbered from 1 without a gap, each but the last at least 1 MB
   * @returns `upload-missing` where it is none any more, also where it was completed before; `parts-changed` where one has another ETag
   */
  completeMultipart(
    upload: MultipartUpload,
    parts: readonly StoredPart[],
  ): Promise<'completed' | 'upload-missing' | 'parts-changed'>
  /** Drops uploads with all their parts; those that are none count as dropped. */
  abortMultiparts(uploads: readonly MultipartUpload[]): Promise<void>
  /**
   * Copies inside the bucket: private, metadata replaced by our own, standard storage.
   * @returns `source-missing` or `source-changed` (its ETag is not `ifMatch`) where nothing was copied
   */
  copy(request: CopyRequest): Promise<'copied' | 'source-missing' | 'source-changed'>
  /** Size, ETag, type and the first bytes in one request. @returns undefined where there is no object */
  prove(key: string, prefixBytes: number): Promise<ObjectProof | undefined>
  /**
   * Deletes up to 1,000 objects; absent ones count as deleted. Rejects if any could not be deleted: the cause is then a
   * {@link DeleteFailure}.
   */
  deleteMany(keys: readonly string[]): Promise<void>
  /**
   * Stores what `open` gives, privately, with a bound on memory.
   * @throws AppError FILE_UNREADABLE where `open` fails, FILE_DAMAGED where it gives more or fewer bytes, CANCELLED
   */
  write(request: WriteRequest): Promise<WrittenObject>
  /**
   * Bytes from `start` to the end.
   * @returns undefined where there is no object
   * @throws AppError FILE_DAMAGED where it is another one than `ifMatch`, REQUEST_INVALID where it has no byte at `start`, CANCELLED
   */
  read(request: ReadRequest): Promise<ReadObject | undefined>
  /** Objects in the order of their keys' bytes. `next` is the `startAfter` of another page, absent after the last. */
  list(request: ListRequest): Promise<{ objects: ListedObject[]; next?: string }>
  /** One for each request, in their order. */
  readUrls(requests: readonly ReadUrlRequest[]): Promise<readonly ReadUrl[]>
  /** `cloud://<environment>.<bucket>/<key>`; undefined where the storage has no such ids. */
  cloudFileId(key: string): string | undefined
  /** Rejects unless the storage answers to our key. */
  checkAccess(): Promise<void>
}

/** What a call rejects with where the storage cannot do what it is asked for. */
export function cannot(reason: string): AppError {
  return new AppError('STORAGE_CANNOT', reason)
}
