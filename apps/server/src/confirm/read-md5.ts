import { createHash } from 'node:crypto'
import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'

/**
 * MD5 of an object that does not say it by itself: streams it once, with no more in memory than what is on its way.
 *
 * @returns 32 lower-case hex digits; undefined where there is no object
 */
export async function readMd5(
  store: Pick<ObjectStore, 'read'>,
  { key, etag }: { key: string; etag: string },
): Promise<string | undefined> {
  const object = await store.read({ key, ifMatch: etag })
  if (object === undefined) return undefined
  const hash = createHash('md5')
  let byteLength = 0
  for await (const chunk of object.body as AsyncIterable<Buffer>) {
    hash.update(chunk)
    byteLength += chunk.length
  }
  if (byteLength !== object.byteLength) throw new AppError('STORAGE_UNAVAILABLE', 'the object was not read to its end')
  return hash.digest('hex')
}
