import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'

/**
 * The stored bytes of a `ready` photo, bounded by what its row says. sharp gathers a stream before it reads a pixel, so they are
 * gathered here, once, where their number is known.
 *
 * @throws AppError PHOTO_TOO_LARGE, STORAGE_UNAVAILABLE, INTERNAL where the object is not what the row says
 */
export async function readOriginal(
  store: Pick<ObjectStore, 'read'>,
  { finalKey, byteLength, contentMd5 }: Pick<PhotoRow, 'finalKey' | 'byteLength' | 'contentMd5'>,
  signal?: AbortSignal,
): Promise<Buffer> {
  if (byteLength > SOURCE_MAX_BYTES)
    throw new AppError(
      'PHOTO_TOO_LARGE',
      `byteLength ${byteLength} > ${SOURCE_MAX_BYTES}, which pictures are read up to`,
    )
  const key = finalKey as string
  const object = await store.read({ key, ifMatch: contentMd5, ...(signal && { signal }) })
  // Its row may have been deleted a moment ago; whoever finishes the work looks.
  if (object === undefined) throw new AppError('STORAGE_UNAVAILABLE', 'the bucket does not find a photo of a row')
  const bytes = Buffer.allocUnsafeSlow(byteLength)
  let end = 0
  for await (const chunk of object.body as AsyncIterable<Buffer>) {
    if (end + chunk.length > byteLength) throw otherSize()
    end += chunk.copy(bytes, end)
  }
  if (end !== byteLength) throw otherSize()
  return bytes
}

function otherSize(): AppError {
  return new AppError('INTERNAL', 'the object has another size than its row says')
}

/** Above every sensible PHOTO_MAX_BYTES; image processing of COS takes 32 MB. */
const SOURCE_MAX_BYTES = 64 * 1024 * 1024
