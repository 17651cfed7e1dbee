import type { ItemError } from '@photolift/contracts'
import type { MultipartUpload, ObjectStore, StoredPart } from '@photolift/cos'
import { type GrantedInParts, type PlannedPart, planParts } from '../parts/part-plan.js'

export type Assembly =
  /** The object is where a form would have put it; or there is none, and never will be of this upload. */
  | { kind: 'done' }
  /** Parts are still to come. */
  | { kind: 'incomplete' }
  /** One came again between the look and the making. */
  | { kind: 'changed' }
  /** What arrived is not what was granted. */
  | { kind: 'mismatch'; error: ItemError; upload: MultipartUpload }

/**
 * Makes an object of the parts that have arrived, where they are exactly the granted ones: their numbers and each one's size. Afterwards no
 * URL writes any more. Attempts may run at once, and the answer to one that completed may have been lost: whoever finds no upload looks for
 * the object.
 */
export async function assembleParts(
  photo: GrantedInParts,
  store: Pick<ObjectStore, 'listParts' | 'completeMultipart'>,
): Promise<Assembly> {
  // Nobody has asked for a URL yet.
  if (photo.uploadId === null) return { kind: 'incomplete' }
  const upload = { key: photo.incomingKey, uploadId: photo.uploadId }
  const stored = await store.listParts(upload)
  if (stored === undefined) return { kind: 'done' }
  const plan = planParts(photo)
  const message = mismatchOf(plan, stored)
  if (message !== undefined) return { kind: 'mismatch', error: { code: 'PHOTO_NOT_AS_GRANTED', message }, upload }
  if (stored.length < plan.length) return { kind: 'incomplete' }
  const outcome = await store.completeMultipart(upload, stored)
  return { kind: outcome === 'parts-changed' ? 'changed' : 'done' }
}

/** URLs bind number and length, so nothing else should be there: whatever is, was not sent as granted. */
function mismatchOf(plan: readonly PlannedPart[], stored: readonly StoredPart[]): string | undefined {
  for (const { partNumber, byteLength } of stored) {
    const planned = plan[partNumber - 1]
    if (planned === undefined) return `part ${partNumber} arrived, ${plan.length} parts were granted`
    if (planned.byteLength !== byteLength)
      return `part ${partNumber} has ${byteLength} bytes, ${planned.byteLength} were granted`
  }
  return undefined
}
