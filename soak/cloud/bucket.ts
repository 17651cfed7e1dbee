import { cosError } from '../network/answers.ts'
import type { Answer } from '../network/call.ts'
import type { PhotoFile, PhotoSlice } from '../phone/phone.ts'
import type { VirtualClock } from '../simulation/virtual-clock.ts'
import { joinParts, type PartUrl, type planParts } from './parts.ts'
import type { StoredObject } from './stored-object.ts'

/** What a form of the service fixes; a stand-in for policy and signature. */
export interface FormFields {
  key: string
  'Content-MD5': string
  'simulated-length': string
  /** Milliseconds since the epoch. */
  'simulated-granted-at': string
  'simulated-ends-at': string
}

/** A COS bucket: it takes what a form grants, and keeps the last that came. */
export class Bucket {
  readonly objects = new Map<string, StoredObject>()
  /** Unfinished uploads: their parts by number, by key. */
  readonly uploads = new Map<string, Map<number, PhotoSlice>>()
  readonly isUp = true
  readonly latencyMs = 15
  /** Said to whatever comes, instead of anything else. */
  saysInstead: Answer | undefined
  #endedGrantsUntil = Number.NEGATIVE_INFINITY
  #onFirstEnded = (): void => {}
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** Forms that were granted until now have ended. @param onFirstRefusal called when the first of them is refused */
  endGrants(onFirstRefusal: () => void): void {
    this.#endedGrantsUntil = this.#clock.now()
    this.#onFirstEnded = onFirstRefusal
  }

  /** POST Object. @see https://cloud.tencent.com/document/product/436/14690 */
  post(fields: FormFields, file: PhotoFile): Answer {
    if (this.saysInstead !== undefined) return this.saysInstead
    if (this.#hasEnded(Number(fields['simulated-granted-at']), Number(fields['simulated-ends-at']))) {
      return cosError(403, 'AccessDenied', 'You post object request has been expired')
    }
    if (Number(fields['simulated-length']) !== file.byteLength) return cosError(400, 'EntityTooLarge')
    if (fields['Content-MD5'] !== file.md5) return cosError(400, 'BadDigest')
    this.objects.set(fields.key, { byteLength: file.byteLength, md5: file.md5 })
    return { status: 204, headers: { ETag: `"${file.md5}"`, 'x-cos-request-id': 'simulated' }, body: '' }
  }

  /** Upload Part. @see https://cloud.tencent.com/document/product/436/7750 */
  putPart(url: PartUrl, slice: PhotoSlice | undefined): Answer {
    if (this.saysInstead !== undefined) return this.saysInstead
    if (this.#hasEnded(url.grantedAt, url.endsAt)) {
      return cosError(403, 'AccessDenied', 'Request has expired')
    }
    if (slice?.byteLength !== url.byteLength) return cosError(403, 'SignatureDoesNotMatch')
    const parts = this.uploads.get(url.key)
    if (parts === undefined) return cosError(404, 'NoSuchUpload')
    parts.set(url.partNumber, slice)
    return { status: 200, headers: { ETag: '"simulated"', 'x-cos-request-id': 'simulated' }, body: '' }
  }

  /** Makes an object of the parts, where all of them are there. */
  complete(key: string, plan: ReturnType<typeof planParts>): void {
    const parts = this.uploads.get(key)
    const object = parts === undefined ? undefined : joinParts(plan, parts)
    if (object === undefined) return
    this.objects.set(key, object)
    this.uploads.delete(key)
  }

  /** All that is kept under a key goes. */
  remove(key: string): void {
    this.objects.delete(key)
    this.uploads.delete(key)
  }

  #hasEnded(grantedAt: number, endsAt: number): boolean {
    if (this.#clock.now() <= endsAt && grantedAt > this.#endedGrantsUntil) return false
    this.#onFirstEnded()
    this.#onFirstEnded = () => {}
    return true
  }
}
