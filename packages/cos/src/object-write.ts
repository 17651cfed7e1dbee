import { AppError } from '@photolift/contracts'
import { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
import { requireObjectKey } from './object-key.js'
import { cannot, type WriteRequest, type WrittenObject } from './object-store.js'
import { signedHeaders } from './signed-headers.js'
import { headerOf, isSuccess, requireCos, toRefusal } from './stream/cos-answer.js'
import { exchange } from './stream/http-exchange.js'
import { urlEncodePath } from './url-encode.js'

/**
 * Sends one PUT Object: private, standard storage.
 *
 * @param metadata `x-cos-meta-…` headers
 * @see https://cloud.tencent.com/document/product/436/7749
 */
export async function putObject(
  bucket: CosBucket,
  credential: CosCredential,
  { request, metadata, silenceMs }: { request: WriteRequest; metadata: Record<string, string>; silenceMs: number },
): Promise<WrittenObject> {
  const { origin, host } = bucketUrl(bucket)
  const { key, contentType, contentMd5, open, byteLength, onProgress, signal } = request
  const headers = signedHeaders(
    {
      method: 'put',
      pathname: `/${key}`,
      parameters: {},
      headers: {
        host,
        'content-type': contentType,
        'x-cos-acl': 'private',
        'x-cos-storage-class': 'STANDARD',
        ...(contentMd5 !== undefined && { 'content-md5': base64Md5(contentMd5) }),
        ...metadata,
      },
    },
    credential,
  )

  const answer = await exchange({
    method: 'PUT',
    url: `${origin}/${urlEncodePath(key)}`,
    headers,
    body: { open, byteLength, ...(onProgress && { onProgress }) },
    silenceMs,
    signal,
  })
  requireCos(answer)
  if (!isSuccess(answer)) throw await toRefusal(answer, silenceMs)
  answer.resume()
  return { etag: etagOf(headerOf(answer, 'etag')) }
}

/** @throws AppError INTERNAL, and STORAGE_CANNOT for more than one request can carry */
export function requireWritable({ key, byteLength, contentType, contentMd5 }: WriteRequest): void {
  requireObjectKey(key)
  if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
    throw new AppError('INTERNAL', 'byteLength is not a whole number of at least 0')
  }
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(contentType)) {
    throw new AppError('INTERNAL', 'contentType is not visible ASCII with single spaces inside')
  }
  if (contentMd5 !== undefined && !/^[0-9a-f]{32}$/.test(contentMd5)) {
    throw new AppError('INTERNAL', 'contentMd5 is not 32 lower-case hex digits')
  }
  if (byteLength > WRITE_MAX_BYTES) {
    throw cannot('one request stores 5 GB at most, and larger objects would need a multipart upload, which is not here')
  }
}

/** Hex as COS wants it in `Content-MD5`. */
export function base64Md5(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}

/** @throws AppError STORAGE_UNAVAILABLE where there is none: what answered is not COS */
export function etagOf(header: string | undefined): string {
  if (header === undefined) throw new AppError('STORAGE_UNAVAILABLE', 'an answer without ETag does not come from COS')
  return header.replaceAll('"', '')
}

/** https://cloud.tencent.com/document/product/436/14518 */
const WRITE_MAX_BYTES = 5 * 1024 ** 3
