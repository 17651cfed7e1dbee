import type { IncomingHttpHeaders } from 'node:http'
import { CosError } from './cos-error.js'
import type { StoredObject } from './store/object-store.js'

export interface Conditions {
  ifMatch?: string | undefined
  ifNoneMatch?: string | undefined
  ifModifiedSince?: string | undefined
  ifUnmodifiedSince?: string | undefined
}

/** Which of the conditions do not hold for `object`, in the order of RFC 9110 §13.2.2. */
export function unmetCondition(conditions: Conditions, object: StoredObject): keyof Conditions | undefined {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, object.etag)) return 'ifMatch'
  } else if (ifUnmodifiedSince !== undefined && modifiedAfter(object, ifUnmodifiedSince)) {
    return 'ifUnmodifiedSince'
  }
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, object.etag) ? 'ifNoneMatch' : undefined
  if (ifModifiedSince !== undefined && !modifiedAfter(object, ifModifiedSince)) return 'ifModifiedSince'
  return undefined
}

/**
 * Judges the conditions of a GET or HEAD.
 *
 * @returns `not-modified` when the answer is 304
 * @throws CosError PreconditionFailed
 */
export function refuseUnmetConditions(headers: IncomingHttpHeaders, object: StoredObject): 'not-modified' | undefined {
  const unmet = unmetCondition(
    {
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      ifModifiedSince: headers['if-modified-since'],
      ifUnmodifiedSince: headers['if-unmodified-since'],
    },
    object,
  )
  if (unmet === 'ifMatch' || unmet === 'ifUnmodifiedSince') throw preconditionFailed()
  return unmet === undefined ? undefined : 'not-modified'
}

export function preconditionFailed(): CosError {
  return new CosError('PreconditionFailed', 'Precondition not match.')
}

function matchesEtag(list: string, etag: string): boolean {
  const candidates = list.split(',').map((candidate) => candidate.trim().replace(/^"(.*)"$/, '$1'))
  return candidates.includes('*') || candidates.includes(etag)
}

/** HTTP dates have whole seconds. A date that cannot be read is no condition. */
function modifiedAfter({ lastModifiedMs }: StoredObject, date: string): boolean {
  return Math.floor(lastModifiedMs / 1000) * 1000 > Date.parse(date)
}
