import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '@photolift/contracts'
import { createCancelSource, type HttpStack, type PhotoSource } from '../src/index.js'
import { AnsweringServer, type ReceivedForm } from './answering-server.js'

/** A platform under test: its HTTP, and photos of its own kind. */
export interface HttpStackSubject {
  http: HttpStack
  photo(bytes: Uint8Array): Promise<PhotoSource>
  /** A photo whose file is gone since it was opened. */
  gonePhoto(): Promise<PhotoSource>
}

/** Where platforms may differ. */
export interface HttpStackTraits {
  /** What a refused connection is; NOT_READY where a gateway takes it for a service that starts. */
  refusedConnection?: ErrorCode
  /** Whether a cancelled `send` also ends the request; a platform without a way to abort lets it run on. */
  cutsCancelled?: boolean
}

/** What every HttpStack promises; see `src/ports/http-stack.ts`. */
export function describeHttpStack(
  subject: () => HttpStackSubject,
  { refusedConnection = 'NETWORK_LOST', cutsCancelled = true }: HttpStackTraits = {},
): void {
  let server: AnsweringServer

  beforeAll(async () => {
    server = await AnsweringServer.start()
  })

  afterAll(() => server.close())

  describe('send', () => {
    it.each([200, 204, 403, 404, 500, 503])('gives %i as an answer', async (status) => {
      const response = await subject().http.send({ method: 'GET', url: `${server.url}/status/${status}` })

      expect(response.status).toBe(status)
      expect(response.body).toBe(status === 204 ? '' : 'the body')
    })

    it('gives header names in lower case and the body as text', async () => {
      const response = await subject().http.send({ method: 'GET', url: `${server.url}/headers` })

      expect(response.headers).toMatchObject({ 'x-cos-request-id': 'NjA4', etag: '"abc"' })
      expect(response.body).toBe('照片')
    })

    it.each(['POST', 'PUT', 'DELETE'] as const)('sends %s with headers and a text body', async (method) => {
      const { body } = await subject().http.send({
        method,
        url: `${server.url}/echo`,
        headers: { 'content-type': 'application/json', authorization: 'Bearer abc' },
        body: '{"name":"照片"}',
      })

      expect(JSON.parse(body)).toMatchObject({
        method,
        headers: { 'content-type': 'application/json', authorization: 'Bearer abc' },
        text: '{"name":"照片"}',
      })
    })

    it('sends bytes as they are', async () => {
      const { body } = await subject().http.send({
        method: 'PUT',
        url: `${server.url}/echo`,
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array([0, 255, 13, 10]).buffer,
      })

      expect(JSON.parse(body)).toMatchObject({ byteLength: 4 })
    })

    it('sends no body where there is none', async () => {
      const { body } = await subject().http.send({ method: 'DELETE', url: `${server.url}/echo` })

      expect(JSON.parse(body)).toMatchObject({ byteLength: 0 })
    })

    it(`rejects with ${refusedConnection} where nobody listens`, async () => {
      const sending = subject().http.send({ method: 'GET', url: `http://127.0.0.1:${await closedPort()}/` })

      await expect(sending).rejects.toMatchObject({ name: 'AppError', code: refusedConnection })
    })

    it('rejects with NETWORK_LOST where the connection is cut', async () => {
      const sending = subject().http.send({ method: 'POST', url: `${server.url}/reset`, body: 'x' })

      await expect(sending).rejects.toMatchObject({ code: 'NETWORK_LOST' })
    })

    it('rejects with NETWORK_TIMEOUT where no answer comes in time', async () => {
      const sending = subject().http.send({ method: 'GET', url: `${server.url}/silence`, timeoutMs: 200 })

      await expect(sending).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' })
    })

    it(`${cutsCancelled ? 'cuts the connection and ' : ''}rejects with CANCELLED when told to`, async () => {
      const source = createCancelSource()
      const abandonedBefore = server.abandonedCount
      const arrival = server.nextRequest('/silence')
      const sending = subject().http.send({ method: 'GET', url: `${server.url}/silence`, signal: source.signal })
      await arrival
      source.cancel()

      await expect(sending).rejects.toMatchObject({ code: 'CANCELLED' })
      if (cutsCancelled) await server.abandoned(abandonedBefore + 1)
    })

    it('sends nothing for a signal that came first', async () => {
      const source = createCancelSource()
      source.cancel()

      const sending = subject().http.send({ method: 'GET', url: `${server.url}/unwanted`, signal: source.signal })

      await expect(sending).rejects.toMatchObject({ code: 'CANCELLED' })
      expect(server.requestedPaths).not.toContain('/unwanted')
    })
  })

  describe('postForm', () => {
    it('sends the fields in their order and as they are, and the photo last and unchanged', async () => {
      const bytes = randomBytes(700_001)
      const fields = { key: 'incoming/照片 (1).jpg', policy: 'eyJ9==', 'x-cos-meta-note': 'a "b" %22 🌄', empty: '' }

      const { status, body } = await subject().http.postForm({
        url: `${server.url}/form`,
        fields,
        fileField: 'file',
        photo: await subject().photo(bytes),
      })

      expect(status).toBe(200)
      const received = JSON.parse(body) as ReceivedForm
      expect(received).toMatchObject({
        fields: Object.entries(fields),
        fileField: 'file',
        fileMd5: createHash('md5').update(bytes).digest('hex'),
        fileIsLast: true,
      })
      // COS refuses chunked forms (411 MissingContentLength).
      expect(Number(received.contentLength)).toBeGreaterThan(bytes.length)
    })

    it('tells a progress that rises and stays within the photo', async () => {
      const bytes = randomBytes(5_000_000)
      const told: number[] = []

      await subject().http.postForm({
        url: `${server.url}/form`,
        fields: { key: 'k'.repeat(10_000) },
        fileField: 'file',
        photo: await subject().photo(bytes),
        onProgress: (bytesSent) => told.push(bytesSent),
      })

      expect(told.length).toBeGreaterThan(0)
      expect(told).toEqual(told.toSorted((a, b) => a - b))
      expect(told[0]).toBeGreaterThanOrEqual(0)
      expect(told.at(-1)).toBeLessThanOrEqual(bytes.length)
    })

    it('gives a refusal as an answer', async () => {
      const response = await subject().http.postForm({
        url: `${server.url}/refusing-form`,
        fields: { key: 'a' },
        fileField: 'file',
        photo: await subject().photo(randomBytes(1_000)),
      })

      expect(response).toMatchObject({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' })
    })

    it('rejects with NETWORK_TIMEOUT where no answer comes in time', async () => {
      const sending = subject().http.postForm({
        url: `${server.url}/silence`,
        fields: {},
        fileField: 'file',
        photo: await subject().photo(randomBytes(1_000)),
        timeoutMs: 200,
      })

      await expect(sending).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' })
    })

    it('rejects with NETWORK_LOST where the connection is cut', async () => {
      const sending = subject().http.postForm({
        url: `${server.url}/reset`,
        fields: {},
        fileField: 'file',
        photo: await subject().photo(randomBytes(3_000_000)),
      })

      await expect(sending).rejects.toMatchObject({ code: 'NETWORK_LOST' })
    })

    it('cuts the connection and rejects with CANCELLED when told to', async () => {
      const source = createCancelSource()
      const abandonedBefore = server.abandonedCount
      const arrival = server.nextRequest('/silence')
      const sending = subject().http.postForm({
        url: `${server.url}/silence`,
        fields: {},
        fileField: 'file',
        photo: await subject().photo(randomBytes(1_000)),
        signal: source.signal,
      })
      await arrival
      source.cancel()

      await expect(sending).rejects.toMatchObject({ code: 'CANCELLED' })
      await server.abandoned(abandonedBefore + 1)
    })

    it('rejects with PHOTO_UNREADABLE where the file is gone', async () => {
      const sending = subject().http.postForm({
        url: `${server.url}/form`,
        fields: {},
        fileField: 'file',
        photo: await subject().gonePhoto(),
      })

      await expect(sending).rejects.toMatchObject({ code: 'PHOTO_UNREADABLE' })
    })
  })
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  if (address === null || typeof address === 'string') throw new Error('the server had no port')
  return address.port
}
