import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { AppError, type PhotoContentType } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import { judgeCopy, judgeMd5 } from '../confirm/judge-copy.js'

export interface PictureToStore {
  key: string
  bytes: Buffer
  contentType: PhotoContentType
  /** Whose it is to WeChat's clients. */
  ownerOpenid: string
}

/**
 * Writes a picture of ours and looks at it as confirm looks at a copy: size, MD5, type, first bytes.
 * @returns its MD5 in hex
 * @throws AppError STORAGE_UNAVAILABLE, STORAGE_CANNOT
 */
export async function storeResult(
  store: Pick<ObjectStore, 'write' | 'prove'>,
  { key, bytes, contentType, ownerOpenid }: PictureToStore,
): Promise<string> {
  const contentMd5 = createHash('md5').update(bytes).digest('hex')
  const byteLength = bytes.length
  // One chunk of the whole would be copied once more by the socket.
  const open = () => Readable.from(chunksOf(bytes), { objectMode: false })
  await store.write({ key, open, byteLength, contentType, contentMd5, ownerOpenid })
  const proof = await store.prove(key, PROOF_PREFIX_BYTES)
  const problem =
    proof === undefined
      ? 'there is no object'
      : (judgeCopy({ byteLength, contentType }, proof) ?? judgeMd5({ contentMd5 }, proof.etag))?.message
  if (problem !== undefined) throw new AppError('STORAGE_UNAVAILABLE', `what was just written is not there: ${problem}`)
  return contentMd5
}

/** Enough to tell the type. */
const PROOF_PREFIX_BYTES = 32

const CHUNK_BYTES = 64 * 1024

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) yield bytes.subarray(start, start + CHUNK_BYTES)
}
