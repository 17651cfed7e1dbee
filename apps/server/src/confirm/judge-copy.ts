import { detectContentType, type ItemError } from '@photolift/contracts'
import type { ObjectProof } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'

/** Compares what is stored with what was granted. @returns why the photo is rejected, undefined where it is as granted */
export function judgeCopy(
  granted: Pick<PhotoRow, 'byteLength' | 'contentMd5' | 'contentType'>,
  proof: ObjectProof,
): ItemError | undefined {
  if (proof.byteLength !== granted.byteLength)
    return notAsGranted(`${proof.byteLength} bytes arrived, ${granted.byteLength} were granted`)
  if (proof.etag !== granted.contentMd5) return notAsGranted('the MD5 differs from the granted one')
  if (proof.contentType !== granted.contentType)
    return notAsGranted('the stored Content-Type differs from the granted one')
  const found = detectContentType(proof.prefix)
  if (found === undefined)
    return { code: 'PHOTO_TYPE_UNSUPPORTED', message: 'the first bytes are those of no supported photo type' }
  if (found !== granted.contentType) return notAsGranted(`the bytes are ${found}, ${granted.contentType} was granted`)
  return undefined
}

function notAsGranted(message: string): ItemError {
  return { code: 'PHOTO_NOT_AS_GRANTED', message }
}
