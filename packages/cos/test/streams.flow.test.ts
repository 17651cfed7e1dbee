import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { CloudStorageApi } from '@photolift/wechat-api'
import { createCosObjectStore, createTcbObjectStore, type ObjectStore } from '../src/index.js'

const BUCKET = { bucket: 'photos-1250000000', region: 'ap-guangzhou' }
const SECRETS = ['the-secret-key', 'the-session-token', 'the-upload-authorization', 'the-signature-of-a-link']
const BYTES = Buffer.alloc(2_000_000)

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

/** Streams of both ways to send: a signed PUT and GET, and a form and a link. */
describe.each<[string, (endpoint: string, answerWithinMs?: number) => ObjectStore]>([
  ['cos', cosAt],
  ['tcb', tcbAt],
])('streams of storage %s', (_kind, storeAt) => {
  it('are not begun where nobody listens, and errors tell no secret', async () => {
    const store = storeAt('http://127.0.0.1:1')

    for (const error of [await failureOf(write(store)), await failureOf(store.read({ key: 'a' }))]) {
      expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', cosErrorCode: 'ECONNREFUSED' })
      expectNoSecret(error)
    }
  })

  it('are refused with what COS says, and errors tell no secret', async () => {
    const endpoint = await serve((request, response) => {
      request.resume()
      response.writeHead(409, { 'x-cos-request-id': 'NjM4', connection: 'close' })
      // Like the real one: what was signed is in the answer.
      response.end(
        `<Error><Code>PathConflictNot</Code><Message>no</Message><StringToSign>${SECRETS.join()}</StringToSign></Error>`,
      )
    })
    const store = storeAt(endpoint)

    for (const error of [await failureOf(write(store)), await failureOf(store.read({ key: 'a' }))]) {
      expect(error).toMatchObject({
        code: 'INTERNAL',
        cosErrorCode: 'PathConflictNot',
        cause: { status: 409, cosRequestId: 'NjM4' },
      })
      expectNoSecret(error)
    }
  })

  it('that are refused before their end are not sent to it', async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(403, { 'x-cos-request-id': 'NjM4' })
      response.end('<Error><Code>AccessDenied</Code><Message>no</Message></Error>')
    })
    const byteLength = 200_000_000
    let given = 0
    const open = () =>
      Readable.from(
        (function* () {
          for (let left = byteLength; left > 0; left -= BYTES.length) {
            given += BYTES.length
            yield BYTES
          }
        })(),
      )

    const error = await failureOf(write(storeAt(endpoint), { open, byteLength }))

    // A refusal that is cut off with its connection reads as a broken one: both end the call.
    expect(['INTERNAL', 'STORAGE_UNAVAILABLE']).toContain((error as AppError).code)
    expect(given).toBeLessThan(byteLength / 2)
  })

  it('to what is not COS have stored nothing, although it answers 200', async () => {
    const endpoint = await serve((request, response) => {
      request.resume()
      request.on('end', () => response.end('<html>welcome</html>'))
    })

    await expect(write(storeAt(endpoint))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  it('that fall silent while they are read end with an error', async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(200, { 'x-cos-request-id': 'NjM4', etag: '"abc"', 'content-length': '1000' })
      response.write('the beginning')
    })

    const object = await storeAt(endpoint, SILENCE_MS).read({ key: 'a' })

    const error = await failureOf(object?.body.toArray() ?? Promise.resolve())
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', cosErrorCode: 'ETIMEDOUT' })
  })

  it('that break before anybody reads tell it to whoever does, and end no process', async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(200, { 'x-cos-request-id': 'NjM4', etag: '"abc"', 'content-length': '1000' })
      response.write('the beginning', () => response.destroy())
    })
    const object = await storeAt(endpoint).read({ key: 'a' })
    const body = object?.body as Readable

    // A listener for errors, which `once` would add, is what the readers of this test do not have yet.
    await new Promise<void>((resolve) => {
      body.on('close', resolve)
    })

    await expect(failureOf(body.toArray())).resolves.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })

  it('wait for a reader that takes its time', async () => {
    // More than a stream holds, less than a connection does: nothing but the reader is waited for.
    const bytes = BYTES.subarray(0, 300_000)
    const endpoint = await serve((_request, response) => {
      response.writeHead(200, { 'x-cos-request-id': 'NjM4', etag: '"abc"', 'content-length': String(bytes.length) })
      response.end(bytes)
    })
    const object = await storeAt(endpoint, SILENCE_MS).read({ key: 'a' })

    let read = 0
    for await (const chunk of object?.body ?? []) {
      // Once longer than the storage may be silent.
      if (read === 0) await delay(SILENCE_MS * 2)
      read += (chunk as Buffer).length
    }

    expect(read).toBe(bytes.length)
  })

  it('wait for a source that takes its time', async () => {
    const endpoint = await serve((request, response) => {
      request.resume()
      request.on('end', () => response.writeHead(200, { 'x-cos-request-id': 'NjM4', etag: '"abc"' }).end())
    })
    const slow = async function* () {
      yield BYTES.subarray(0, 1_000_000)
      await delay(SILENCE_MS * 2)
      yield BYTES.subarray(1_000_000)
    }

    await expect(write(storeAt(endpoint, SILENCE_MS), { open: () => Readable.from(slow()) })).resolves.toMatchObject({
      etag: 'abc',
    })
  })

  it('that begin elsewhere than asked are not taken for the rest', async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(200, { 'x-cos-request-id': 'NjM4', etag: '"abc"', 'content-length': '10' }).end('0123456789')
    })

    await expect(storeAt(endpoint).read({ key: 'a', start: 5 })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

const SILENCE_MS = 150

function cosAt(endpoint: string, answerWithinMs = 10_000): ObjectStore {
  const [secretKey = '', cosSessionToken = ''] = SECRETS
  const credential = { secretId: 'AKID', secretKey, cosSessionToken }
  return createCosObjectStore({ ...BUCKET, endpoint }, credential, { answerWithinMs })
}

function tcbAt(endpoint: string, answerWithinMs = 10_000): ObjectStore {
  const [, cosSessionToken = '', authorization = '', sign = ''] = SECRETS
  const storage: CloudStorageApi = {
    async uploadLink(path) {
      const cloudFileId = `cloud://env-1.${BUCKET.bucket}/${path}`
      return { url: `${endpoint}/${path}`, cosSessionToken, authorization, cloudFileId, cosFileId: 'id' }
    },
    async downloadLinks(requests) {
      return requests.map(({ cloudFileId }) => ({ cloudFileId, url: `${endpoint}/a?sign=${sign}` }))
    },
    async deleteFiles(cloudFileIds) {
      return cloudFileIds.map((cloudFileId) => ({ cloudFileId }))
    },
  }
  return createTcbObjectStore({ storage, cloudEnv: 'env-1', bucket: BUCKET.bucket, answerWithinMs })
}

function write(
  store: ObjectStore,
  {
    open = () => Readable.from([BYTES]),
    byteLength = BYTES.length,
  }: { open?: () => Readable; byteLength?: number } = {},
) {
  return store.write({ key: 'a', open, byteLength, contentType: 'image/jpeg' })
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no failure',
    (error: unknown) => error,
  )
}

function expectNoSecret(error: unknown): void {
  expect(error).toBeInstanceOf(AppError)
  const text = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)
  for (const secret of [...SECRETS, 'q-signature', 'uthorization', 'StringToSign']) expect(text).not.toContain(secret)
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
