import type { CosBucket, CosCredential } from './bucket.js'

/** What one form may write. */
export interface UploadFormRequest {
  key: string
  byteLength: number
  contentType: string
  /** 32 lower-case hex digits. */
  contentMd5: string
  validFrom: Date
  /** At most 600 s after `validFrom`. */
  expiresAt: Date
}

/** A form that COS accepts for exactly that one object. */
export interface UploadForm {
  /** Origin and path to post to. */
  url: string
  /** In the order to send; the file comes after them. */
  fields: Record<string, string>
  fileField: 'file'
}

/**
 * Signs POST policies. Everything that does not change between forms is computed once.
 * @see https://cloud.tencent.com/document/product/436/14690
 */
export declare function createUploadFormSigner(
  bucket: CosBucket,
  credential: CosCredential,
): (request: UploadFormRequest) => UploadForm
