import { AppError } from '@photolift/contracts'
import type { ObjectProof } from './object-store.js'

/**
 * Reads a proof out of the answer to a GET or HEAD.
 *
 * @param headers names in lower case
 * @throws AppError STORAGE_UNAVAILABLE where they do not tell the size: something between us and COS answered
 */
export function toObjectProof(headers: Readonly<Record<string, string | undefined>>, prefix: Uint8Array): ObjectProof {
  // `bytes 0-15/123456` with 206; an answer to the whole object has its size as length.
  const total = headers['content-range']?.match(/\/(\d+)$/)?.[1] ?? headers['content-length']
  const etag = headers['etag']
  if (total === undefined || etag === undefined) {
    throw new AppError('STORAGE_UNAVAILABLE', 'an answer without size or ETag does not come from COS')
  }
  return {
    byteLength: Number(total),
    etag: etag.replaceAll('"', ''),
    contentType: headers['content-type'] ?? 'application/octet-stream',
    prefix,
  }
}
