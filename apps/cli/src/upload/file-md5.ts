import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { toUnreadable } from './walk.js'

/**
 * MD5 of a file in hex, read once from its beginning.
 * @throws AppError FILE_UNREADABLE, FILE_NOT_FOUND
 */
export async function md5OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('md5')
  try {
    await pipeline(createReadStream(file), hash, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw toUnreadable(error)
  }
  return hash.digest('hex')
}
