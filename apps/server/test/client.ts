import type {
  ConfirmationResult,
  EditOperation,
  ErrorEnvelope,
  FileLink,
  FormGrant,
  Ingest,
  LoginResponse,
  MissingUploadPart,
  MultipartGrant,
  PartsResponse,
  Photo,
  PhotoPage,
  UploadGrant,
  UploadGrantRequest,
} from '@photolift/contracts'
import {
  confirmationsResponse,
  fileLinksResponse,
  ingest as ingestSchema,
  ingestsResponse,
  loginResponse,
  partsResponse,
  photoPage,
  photo as photoSchema,
  uploadGrantsResponse,
} from '@photolift/contracts/schemas'
import type { z } from 'zod'
import { md5, photoBytes } from './photo-bytes.js'

export interface Answer<Body = unknown> {
  status: number
  headers: Headers
  body: Body
}

/** A person's client. Every answer that succeeds is checked against the contract. */
export class Client {
  constructor(
    readonly url: string,
    readonly authToken: string,
    readonly userId: string,
  ) {}

  static login(url: string, loginCode: string): Promise<Client> {
    return Client.loginBy(url, { body: { loginCode } })
  }

  /** A login as the service's platform wants it: by a code in the body, or by headers that 云托管 adds. */
  static async loginBy(url: string, by: { body: unknown; headers?: Record<string, string> }): Promise<Client> {
    const { status, body } = await call<LoginResponse>(url, { method: 'POST', path: '/v1/login', ...by })
    if (status !== 200) throw new Error(`login answered ${status}: ${JSON.stringify(body)}`)
    loginResponse.parse(body)
    return new Client(url, body.authToken, body.user.userId)
  }

  send<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    return call<Body>(this.url, { method, path, body, headers: { authorization: `Bearer ${this.authToken}` } })
  }

  async authorize(...photos: UploadGrantRequest[]): Promise<UploadGrant[]> {
    const { grants } = await this.succeed('POST', '/v1/upload-grants', uploadGrantsResponse, { photos })
    return grants
  }

  /** The form for one photo that must be granted. */
  async grant(photo: UploadGrantRequest): Promise<FormGrant> {
    const [grant] = await this.authorize(photo)
    if (grant?.kind !== 'form') throw new Error(`expected a form, got ${JSON.stringify(grant)}`)
    return grant
  }

  /** The grant for one photo that must come in parts. */
  async grantInParts(photo: UploadGrantRequest): Promise<MultipartGrant> {
    const [grant] = await this.authorize(photo)
    if (grant?.kind !== 'multipart') throw new Error(`expected parts, got ${JSON.stringify(grant)}`)
    return grant
  }

  async parts(photoId: string): Promise<PartsResponse> {
    return this.succeed('POST', `/v1/photos/${photoId}/parts`, partsResponse, {})
  }

  /** The URLs for parts that have not arrived. */
  async missingParts(photoId: string): Promise<MissingUploadPart[]> {
    const { parts } = await this.parts(photoId)
    return parts.filter((part): part is MissingUploadPart => !part.stored)
  }

  /** What a call for parts that fails is answered with. */
  async partsRefusal(photoId: string): Promise<{ status: number; code: string }> {
    const { status, body } = await this.send<ErrorEnvelope>('POST', `/v1/photos/${photoId}/parts`, {})
    return { status, code: body.error?.code }
  }

  async confirm(...photoIds: string[]): Promise<ConfirmationResult[]> {
    const { results } = await this.succeed('POST', '/v1/confirmations', confirmationsResponse, { photoIds })
    return results
  }

  async photo(photoId: string): Promise<Photo> {
    return this.succeed('GET', `/v1/photos/${photoId}`, photoSchema)
  }

  async gallery(query = ''): Promise<PhotoPage> {
    return this.succeed('GET', `/v1/photos${query}`, photoPage)
  }

  async edit(photoId: string, ...operations: EditOperation[]): Promise<Photo> {
    return this.succeed('POST', `/v1/photos/${photoId}/edits`, photoSchema, { operations })
  }

  /** What an edit that fails is answered with. */
  async editRefusal(photoId: string, ...operations: EditOperation[]): Promise<{ status: number; code: string }> {
    const { status, body } = await this.send<ErrorEnvelope>('POST', `/v1/photos/${photoId}/edits`, { operations })
    return { status, code: body.error?.code }
  }

  async links(photoIds: readonly string[], ttlSeconds?: number): Promise<FileLink[]> {
    const body = { photoIds, ...(ttlSeconds !== undefined && { ttlSeconds }) }
    return (await this.succeed('POST', '/v1/files/links', fileLinksResponse, body)).links
  }

  /** Hands media ids over, in a pick of their own unless told. */
  async ingest(mediaIds: readonly string[], pickId = 'media-pick'): Promise<Ingest[]> {
    const { status, body } = await this.send('POST', '/v1/ingests', { pickId, mediaIds })
    if (status !== 202) throw new Error(`POST /v1/ingests answered ${status}: ${JSON.stringify(body)}`)
    return ingestsResponse.parse(body).ingests
  }

  async ingestOf(ingestId: string): Promise<Ingest> {
    return this.succeed('GET', `/v1/ingests/${ingestId}`, ingestSchema)
  }

  /** The whole journey of one photo. */
  async store(bytes: Buffer<ArrayBuffer> = photoBytes(), attributes: Partial<UploadGrantRequest> = {}): Promise<Photo> {
    const grant = await this.grant(uploadRequest(bytes, attributes))
    const { status } = await postForm(grant, bytes)
    if (status !== 200) throw new Error(`COS answered ${status}`)
    const [result] = await this.confirm(grant.photoId)
    if (result === undefined || !('photo' in result)) throw new Error(`not confirmed: ${JSON.stringify(result)}`)
    return result.photo
  }

  private async succeed<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const answer = await this.send<unknown>(method, path, body)
    if (answer.status !== 200)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return schema.parse(answer.body)
  }
}

let tasks = 0

/** A request for a grant for these bytes, in a task and pick of its own unless told. */
export function uploadRequest(bytes: Uint8Array, attributes: Partial<UploadGrantRequest> = {}): UploadGrantRequest {
  tasks += 1
  return {
    taskId: `task-${tasks}`,
    pickId: `pick-${tasks}`,
    position: 0,
    byteLength: bytes.length,
    contentType: 'image/jpeg',
    contentMd5: md5(bytes),
    ...attributes,
  }
}

/** Sends a granted form as `wx.uploadFile` does: the fields, then the file. */
export async function postForm(
  grant: Pick<FormGrant, 'url' | 'fields'>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ status: number; text: string }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(grant.fields)) form.append(name, value)
  form.append('file', new Blob([bytes]), 'photo')
  const response = await fetch(grant.url, { method: 'POST', body: form, redirect: 'manual' })
  return { status: response.status, text: await response.text() }
}

/** Sends one part as `wx.request` does. */
export async function putPart(
  { url, headers }: Pick<MissingUploadPart, 'url' | 'headers'>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { method: 'PUT', headers, body: bytes })
  return { status: response.status, text: await response.text() }
}

/** One request as it stands; a body that is text is sent as it is. */
export async function call<Body = ErrorEnvelope>(
  url: string,
  request: { method: string; path: string; body?: unknown; headers?: Record<string, string> },
): Promise<Answer<Body>> {
  const { method, path, body, headers } = request
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body }
}
