import {
  AppError,
  type ConfirmationResult,
  type ConfirmationsResponse,
  type FormGrant,
  type MultipartGrant,
  type PartsResponse,
  PHOTO_CONTENT_TYPES,
  type Photo,
  type UploadGrant,
  type UploadGrantRequest,
  type UploadGrantsResponse,
  type UploadLimits,
} from '@photolift/contracts'
import type { FakeClock } from '@photolift/platform/testing'
import type { UploadService } from '../src/index.js'

export interface FakeUploadServiceOptions {
  clock: FakeClock
  /** Time from a call to its answer. Default 0. */
  latencyMs?: number
  limits?: Partial<UploadLimits>
  grantTtlSeconds?: number
  /** Larger photos come in parts of so many bytes. Default: none does. */
  partByteLength?: number
}

type CallName = 'limits' | 'authorize' | 'parts' | 'confirm' | 'deletePhoto'

/** A service in memory that keeps the rules of the real one: one photo a task, the same again for the same task. */
export class FakeUploadService implements UploadService {
  /** All of them, in their order. */
  readonly calls: CallName[] = []
  readonly authorizeCalls: UploadGrantRequest[][] = []
  readonly partsCalls: string[] = []
  readonly confirmCalls: string[][] = []
  /** URLs of parts that the bucket has. */
  readonly storedParts = new Set<string>()
  readonly deletedPhotoIds: string[] = []
  /** Ready photos in the order in which they became so. */
  readonly photos: Photo[] = []
  /** Decides about single photos; undefined leaves it to the service. */
  onGrant: (request: UploadGrantRequest) => UploadGrant | undefined = () => undefined
  onConfirm: (photoId: string) => ConfirmationResult | undefined = () => undefined
  /** Whether the object of a key is in the bucket. */
  hasArrived: (key: string) => boolean = () => true
  /** The most calls of one kind that were under way together. */
  mostCallsAtOnce = 0
  readonly #underWay = new Map<CallName, number>()
  readonly #options: Required<Omit<FakeUploadServiceOptions, 'limits'>>
  readonly #limits: UploadLimits
  readonly #requests = new Map<string, UploadGrantRequest>()
  readonly #failures: { call: CallName; error: AppError; afterwards: boolean }[] = []

  constructor({
    clock,
    latencyMs = 0,
    grantTtlSeconds = 600,
    partByteLength = Infinity,
    limits = {},
  }: FakeUploadServiceOptions) {
    this.#options = { clock, latencyMs, grantTtlSeconds, partByteLength }
    this.#limits = {
      photoMaxBytes: 20 * 1024 * 1024,
      contentTypes: [...PHOTO_CONTENT_TYPES],
      photosPerCall: 50,
      ...limits,
    }
  }

  /** The next call fails before it does anything. */
  failNext(call: CallName, error: AppError, times = 1): void {
    for (let n = 0; n < times; n++) this.#failures.push({ call, error, afterwards: false })
  }

  clearFailures(): void {
    this.#failures.length = 0
  }

  /** The next call does its work, and its reply is lost. */
  loseNextReply(call: CallName): void {
    this.#failures.push({ call, error: new AppError('NETWORK_LOST', 'the reply was lost'), afterwards: true })
  }

  limits(): Promise<UploadLimits> {
    return this.#answer('limits', () => this.#limits)
  }

  authorize(photos: UploadGrantRequest[]): Promise<UploadGrantsResponse> {
    this.authorizeCalls.push(photos)
    return this.#answer('authorize', () => ({
      serverTime: this.#time(),
      grants: photos.map((request) => this.onGrant(request) ?? this.#grant(request)),
    }))
  }

  parts(photoId: string): Promise<PartsResponse> {
    this.partsCalls.push(photoId)
    return this.#answer('parts', () => {
      const { byteLength = 0 } = this.#requests.get(photoId) ?? {}
      const { partByteLength } = this.#options
      const parts = Array.from({ length: Math.ceil(byteLength / partByteLength) }, (_, index) => {
        const part = {
          partNumber: index + 1,
          byteLength: Math.min(partByteLength, byteLength - index * partByteLength),
        }
        const url = `https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/${photoId}?partNumber=${index + 1}`
        if (this.storedParts.has(url)) return { ...part, stored: true as const }
        return { ...part, stored: false as const, url, headers: { 'content-type': 'application/octet-stream' } }
      })
      return { serverTime: this.#time(), expiresAt: this.#time(this.#options.grantTtlSeconds), parts }
    })
  }

  confirm(photoIds: string[]): Promise<ConfirmationsResponse> {
    this.confirmCalls.push(photoIds)
    return this.#answer('confirm', () => ({
      results: photoIds.map((photoId) => this.onConfirm(photoId) ?? this.#confirm(photoId)),
    }))
  }

  deletePhoto(photoId: string): Promise<void> {
    this.deletedPhotoIds.push(photoId)
    return this.#answer('deletePhoto', () => undefined)
  }

  #grant(request: UploadGrantRequest): FormGrant | MultipartGrant {
    const photoId = `photo-of-${request.taskId}`
    this.#requests.set(photoId, request)
    const { grantTtlSeconds, partByteLength } = this.#options
    const address = {
      taskId: request.taskId,
      photoId,
      key: `incoming/${photoId}`,
      expiresAt: this.#time(grantTtlSeconds),
    }
    if (request.byteLength > partByteLength) return { ...address, kind: 'multipart', partByteLength }
    return {
      ...address,
      kind: 'form',
      url: 'https://photos-1250000000.cos.ap-guangzhou.myqcloud.com',
      fields: { key: `incoming/${photoId}` },
      fileField: 'file',
    }
  }

  #time(plusSeconds = 0): string {
    return new Date(this.#options.clock.now() + plusSeconds * 1_000).toISOString()
  }

  #hasAllParts(photoId: string): boolean {
    const { byteLength = 0 } = this.#requests.get(photoId) ?? {}
    const partCount = Math.ceil(byteLength / this.#options.partByteLength)
    return partCount > 1 && [...this.storedParts].filter((url) => url.includes(`/${photoId}?`)).length === partCount
  }

  #confirm(photoId: string): ConfirmationResult {
    const known = this.photos.find((photo) => photo.photoId === photoId)
    if (known !== undefined) return { photoId, photo: known }
    const request = this.#requests.get(photoId)
    if (request === undefined) throw new Error(`${photoId} was never granted`)
    if (!this.hasArrived(`incoming/${photoId}`) && !this.#hasAllParts(photoId)) {
      return { photoId, error: { code: 'PHOTO_NOT_UPLOADED', message: '' } }
    }
    const photo = readyPhoto({ ...request, photoId })
    this.photos.push(photo)
    return { photoId, photo }
  }

  async #answer<Value>(call: CallName, work: () => Value): Promise<Value> {
    this.calls.push(call)
    const underWay = (this.#underWay.get(call) ?? 0) + 1
    this.#underWay.set(call, underWay)
    this.mostCallsAtOnce = Math.max(this.mostCallsAtOnce, underWay)
    try {
      return await this.#work(call, work)
    } finally {
      this.#underWay.set(call, (this.#underWay.get(call) ?? 0) - 1)
    }
  }

  async #work<Value>(call: CallName, work: () => Value): Promise<Value> {
    const { clock, latencyMs } = this.#options
    if (latencyMs > 0) await new Promise<void>((resolve) => clock.schedule(latencyMs, resolve))
    const index = this.#failures.findIndex((failure) => failure.call === call)
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1)
    if (failure !== undefined && !failure.afterwards) throw failure.error
    const value = work()
    if (failure !== undefined) throw failure.error
    return value
  }
}

export function readyPhoto(facts: Partial<Photo> & { photoId: string }): Photo {
  return {
    status: 'ready',
    pickId: 'pick',
    position: 0,
    name: null,
    byteLength: 1_000,
    contentType: 'image/jpeg',
    createdAt: '2026-11-20T08:00:00.000Z',
    ...facts,
  }
}
