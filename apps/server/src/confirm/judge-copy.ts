import { detectContentType, type ItemError } from '@photolift/contracts'
import type { ObjectProof } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'

/** Compares what is stored with what was granted. @returns why the photo is rejected, undefined where it is as granted */
export function judgeCopy(
  granted: Pick<PhotoRow, 'byteLength' | 'contentType'>,
  proof: Omit<ObjectProof, 'etag'>,
): ItemError | undefined {
  if (proof.byteLength !== granted.byteLength)
    return notAsGranted(`${proof.byteLength} bytes arrived, ${granted.byteLength} were granted`)
  if (proof.contentType !== granted.contentType)
    return notAsGranted('the stored Content-Type differs from the granted one')
  const found = detectContentType(proof.prefix)
  if (found === undefined)
    return { code: 'PHOTO_TYPE_UNSUPPORTED', message: 'the first bytes are those of no supported photo type' }
  if (found !== granted.contentType) return notAsGranted(`the bytes are ${found}, ${granted.contentType} was granted`)
  return undefined
}

/** Compares the bytes themselves, by their MD5. */
export function judgeMd5(granted: Pick<PhotoRow, 'contentMd5'>, md5: string): ItemError | undefined {
  return md5 === granted.contentMd5 ? undefined : notAsGranted('the MD5 differs from the granted one')
}

function notAsGranted(message: string): ItemError {
  return { code: 'PHOTO_NOT_AS_GRANTED', message }
}
