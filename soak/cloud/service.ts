import {
  type ConfirmationResult,
  type ConfirmationsRequest,
  type LoginResponse,
  type PartsResponse,
  PHOTO_CONTENT_TYPES,
  type Photo,
  type UploadGrant,
  type UploadGrantRequest,
  type UploadGrantsRequest,
} from '@photolift/contracts'
import { json, serviceError } from '../network/answers.ts'
import type { Answer } from '../network/call.ts'
import type { VirtualClock } from '../simulation/virtual-clock.ts'
import type { Bucket, FormFields } from './bucket.ts'
import { planParts, toPartUrl } from './parts.ts'

/** One photo as the service has it: the truth that screens are measured by. */
export interface PhotoRow extends UploadGrantRequest {
  readonly photoId: string
  status: 'pending' | 'ready' | 'rejected' | 'deleted'
  /** What confirm found. */
  storedMd5: string | undefined
  createdAt: string
}

const GRANT_LIFE_MS = 600_000
const BUCKET_URL = 'https://photos-1250000000.cos.ap-guangzhou.myqcloud.com'
const LOGIN_LIFE_MS = 7_200_000

/** The service with the rules of the real one: one photo a task, ready only when the object is there and right. */
export class Service {
  readonly rows: PhotoRow[] = []
  latencyMs = 30
  /** Said to every call of these routes, instead of anything else. */
  saysInstead: Answer | undefined
  /** Confirm needs more time for each photo. */
  isConfirmPending = false
  /** Logins before it hold no more. */
  loginEpoch = 0
  readonly #absences = new Set<object>()
  readonly #byTask = new Map<string, PhotoRow>()
  readonly #byId = new Map<string, PhotoRow>()
  readonly #clock: VirtualClock
  readonly #bucket: Bucket
  readonly #partBytes: number

  /** @param partBytes larger photos come in parts of so many bytes; default none does */
  constructor(clock: VirtualClock, bucket: Bucket, partBytes = Number.POSITIVE_INFINITY) {
    this.#partBytes = partBytes
    this.#clock = clock
    this.#bucket = bucket
  }

  get isUp(): boolean {
    return this.#absences.size === 0
  }

  /** Nobody listens on its port. @returns what brings it back, once all of them are over */
  goAway(): () => void {
    const absence = {}
    this.#absences.add(absence)
    return () => this.#absences.delete(absence)
  }

  handle(request: { method: string; path: string; authorization: string | undefined; body: string }): Answer {
    const { method, path, authorization, body } = request
    if (method === 'POST' && path === '/v1/login') return json(200, this.#login())
    if (authorization !== `Bearer token-${this.loginEpoch}`) return serviceError('AUTH_TOKEN_INVALID')
    if (this.saysInstead !== undefined) return this.saysInstead
    if (method === 'POST' && path === '/v1/upload-grants') {
      const { photos } = JSON.parse(body) as UploadGrantsRequest
      return json(200, { serverTime: this.#now(), grants: photos.map((photo) => this.#grant(photo)) })
    }
    if (method === 'POST' && path === '/v1/confirmations') {
      const { photoIds } = JSON.parse(body) as ConfirmationsRequest
      return json(200, { results: photoIds.map((photoId) => this.#confirm(photoId)) })
    }
    const photoId = /^\/v1\/photos\/([^/]+)\/parts$/.exec(path)?.[1]
    if (method === 'POST' && photoId !== undefined) return this.#parts(photoId)
    if (method === 'DELETE' && path.startsWith('/v1/photos/')) return this.#delete(path.slice('/v1/photos/'.length))
    return serviceError('ROUTE_NOT_FOUND')
  }

  /** Ready photos in the order of the gallery: newest pick first, picked order inside a pick. */
  gallery(): PhotoRow[] {
    const picks = [...new Set(this.rows.map(({ pickId }) => pickId))].reverse()
    return this.rows
      .filter(({ status }) => status === 'ready')
      .sort((a, b) => picks.indexOf(a.pickId) - picks.indexOf(b.pickId) || a.position - b.position)
  }

  row(photoId: string): PhotoRow | undefined {
    return this.#byId.get(photoId)
  }

  #login(): LoginResponse {
    return {
      authToken: `token-${this.loginEpoch}`,
      serverTime: this.#now(),
      expiresAt: this.#now(LOGIN_LIFE_MS),
      user: { userId: 'user-1' },
      limits: { photoMaxBytes: 20 * 1024 * 1024, contentTypes: [...PHOTO_CONTENT_TYPES], photosPerCall: 50 },
    }
  }

  #grant(request: UploadGrantRequest): UploadGrant {
    const { taskId } = request
    const known = this.#byTask.get(taskId)
    if (known !== undefined && !isSameTask(known, request)) return refusedGrant(taskId, 'TASK_CONFLICT')
    if (known?.status === 'ready') return { kind: 'stored', taskId, photo: toPhoto(known) }
    if (known !== undefined && known.status !== 'pending') return refusedGrant(taskId, 'PHOTO_DELETED')
    const row = known ?? this.#newRow(request)
    const now = this.#clock.now()
    if (row.byteLength > this.#partBytes) {
      const { photoId } = row
      const expiresAt = this.#now(GRANT_LIFE_MS)
      return { kind: 'multipart', taskId, photoId, key: keyOf(row), expiresAt, partByteLength: this.#partBytes }
    }
    const fields: FormFields = {
      key: keyOf(row),
      'Content-MD5': row.contentMd5,
      'simulated-length': String(row.byteLength),
      'simulated-granted-at': String(now),
      'simulated-ends-at': String(now + GRANT_LIFE_MS),
    }
    return {
      kind: 'form',
      taskId,
      photoId: row.photoId,
      key: fields.key,
      expiresAt: this.#now(GRANT_LIFE_MS),
      url: BUCKET_URL,
      fields: { ...fields },
      fileField: 'file',
    }
  }

  #newRow(request: UploadGrantRequest): PhotoRow {
    const photoId = `photo-${this.rows.length}`
    const row: PhotoRow = { ...request, photoId, status: 'pending', storedMd5: undefined, createdAt: this.#now() }
    this.rows.push(row)
    this.#byTask.set(request.taskId, row)
    this.#byId.set(photoId, row)
    return row
  }

  #parts(photoId: string): Answer {
    const row = this.#byId.get(photoId)
    if (row === undefined) return serviceError('PHOTO_NOT_FOUND')
    if (row.status === 'deleted' || row.status === 'rejected') return serviceError('PHOTO_DELETED')
    const key = keyOf(row)
    const isWhole = row.status === 'ready' || this.#bucket.objects.has(key)
    if (!isWhole && !this.#bucket.uploads.has(key)) this.#bucket.uploads.set(key, new Map())
    const stored = this.#bucket.uploads.get(key)
    const now = this.#clock.now()
    const terms = { key, grantedAt: now, endsAt: now + GRANT_LIFE_MS }
    const parts = planParts(row.byteLength, this.#partBytes).map((part) =>
      isWhole || stored?.has(part.partNumber)
        ? { ...part, stored: true as const }
        : { ...part, stored: false as const, url: toPartUrl(BUCKET_URL, { ...terms, ...part }), headers: {} },
    )
    const answer: PartsResponse = { serverTime: this.#now(), expiresAt: this.#now(GRANT_LIFE_MS), parts }
    return json(200, answer)
  }

  #confirm(photoId: string): ConfirmationResult {
    const row = this.#byId.get(photoId)
    if (row === undefined) return { photoId, error: { code: 'PHOTO_NOT_FOUND', message: 'simulated' } }
    if (row.status === 'ready') return { photoId, photo: toPhoto(row) }
    if (row.status !== 'pending') return { photoId, error: { code: 'PHOTO_DELETED', message: 'simulated' } }
    if (this.isConfirmPending) return { photoId, error: { code: 'CONFIRM_PENDING', message: 'simulated' } }
    this.#bucket.complete(keyOf(row), planParts(row.byteLength, this.#partBytes))
    const object = this.#bucket.objects.get(keyOf(row))
    if (object === undefined) return { photoId, error: { code: 'PHOTO_NOT_UPLOADED', message: 'simulated' } }
    this.#bucket.objects.delete(keyOf(row))
    row.storedMd5 = object.md5
    row.status = object.md5 === row.contentMd5 && object.byteLength === row.byteLength ? 'ready' : 'rejected'
    if (row.status === 'ready') return { photoId, photo: toPhoto(row) }
    return { photoId, error: { code: 'PHOTO_NOT_AS_GRANTED', message: 'simulated' } }
  }

  #delete(photoId: string): Answer {
    const row = this.#byId.get(photoId)
    if (row !== undefined) {
      row.status = 'deleted'
      this.#bucket.remove(keyOf(row))
    }
    return { status: 204, headers: {}, body: '' }
  }

  #now(plusMs = 0): string {
    return new Date(this.#clock.now() + plusMs).toISOString()
  }
}

export function keyOf({ photoId }: Pick<PhotoRow, 'photoId'>): string {
  return `incoming/${photoId}`
}

function isSameTask(row: PhotoRow, request: UploadGrantRequest): boolean {
  const { pickId, position, byteLength, contentType, contentMd5 } = request
  return (
    row.pickId === pickId &&
    row.position === position &&
    row.byteLength === byteLength &&
    row.contentType === contentType &&
    row.contentMd5 === contentMd5
  )
}

function refusedGrant(taskId: string, code: 'TASK_CONFLICT' | 'PHOTO_DELETED'): UploadGrant {
  return { kind: 'refused', taskId, error: { code, message: 'simulated' } }
}

function toPhoto({ photoId, pickId, position, name, byteLength, contentType, createdAt }: PhotoRow): Photo {
  return { photoId, status: 'ready', pickId, position, name: name ?? null, byteLength, contentType, createdAt }
}
