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

/**
 * Objects of one bucket. Every call rejects with AppError: STORAGE_UNAVAILABLE when COS does not answer within 10 s or says
 * 5xx after the driver's own retries; INTERNAL when it refuses our key. COS's request id and code are in the error.
 */
export interface ObjectStore {
  /**
   * Copies inside the bucket: private, metadata replaced by this Content-Type alone, standard storage.
   * @returns `source-missing` or `source-changed` (its ETag is not `ifMatch`) where nothing was copied
   */
  copy(request: {
    fromKey: string
    toKey: string
    /** MD5 in hex that the source must have. */
    ifMatch: string
    contentType: string
  }): Promise<'copied' | 'source-missing' | 'source-changed'>
  /** Size, ETag, type and the first bytes in one request. @returns undefined where there is no object */
  prove(key: string, prefixBytes: number): Promise<ObjectProof | undefined>
  /** Deletes up to 1,000 objects in one request; absent ones count as deleted. Rejects if any could not be deleted. */
  deleteMany(keys: readonly string[]): Promise<void>
  /** Pixels of a picture by the storage's own image processing. @returns undefined where it cannot tell */
  imageSize(key: string): Promise<{ width: number; height: number } | undefined>
  /**
   * A link to read one object, made without a request.
   * @param imageOperation such as `imageMogr2/thumbnail/400x`, bound into the signature
   */
  readUrl(request: { key: string; validFrom: Date; validUntil: Date; imageOperation?: string }): string
  /** Rejects unless the bucket answers to our key. */
  checkAccess(): Promise<void>
}
