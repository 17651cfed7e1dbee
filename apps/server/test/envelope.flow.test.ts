import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { ErrorEnvelope } from '@photolift/contracts'
import { type Answer, type Client, call, uploadRequest } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, type RunOptions, runService } from './running-service.js'

let service: RunningService
let ann: Client
const run = async (options: RunOptions = {}) => {
  service = await runService(options)
  ann = await service.person('ann')
}
afterEach(() => service.close())

interface Sent {
  method: string
  path: string
  body?: unknown
  headers?: Record<string, string>
}

/** The same request plainly and in the way of `wx.cloud.callContainer`. */
async function both({
  headers,
  ...request
}: Sent): Promise<{ plain: Answer<ErrorEnvelope>; asked: Answer<ErrorEnvelope> }> {
  const send = (more: Record<string, string>) => call(service.url, { ...request, headers: { ...headers, ...more } })
  return { plain: await send({}), asked: await send({ 'X-Photolift-Envelope': '1' }) }
}

const log = () =>
  service
    .logText()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('a request that asks for an envelope', () => {
  it.each<[string, Sent, number, string]>([
    ['no token', { method: 'GET', path: '/v1/photos' }, 401, 'AUTH_TOKEN_INVALID'],
    ['a used code', { method: 'POST', path: '/v1/login', body: { loginCode: 'x' } }, 401, 'LOGIN_CODE_INVALID'],
    ['an unknown route', { method: 'GET', path: '/v1/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['another method', { method: 'PUT', path: '/v1/login', body: {} }, 404, 'ROUTE_NOT_FOUND'],
    ['a malformed address', { method: 'GET', path: '/v1/photos/%zz' }, 400, 'REQUEST_INVALID'],
    ['a body that is no JSON', { method: 'POST', path: '/v1/login', body: '{"loginCode":' }, 400, 'REQUEST_INVALID'],
    ['a missing field', { method: 'POST', path: '/v1/login', body: {} }, 400, 'REQUEST_INVALID'],
    [
      'a body over 64 KiB',
      { method: 'POST', path: '/v1/login', body: { loginCode: 'x'.repeat(65_536) } },
      413,
      'REQUEST_TOO_LARGE',
    ],
    [
      'a body of another type',
      { method: 'POST', path: '/v1/login', body: '<x/>', headers: { 'content-type': 'text/xml' } },
      415,
      'REQUEST_TYPE_UNSUPPORTED',
    ],
  ])('with %s gets 200, the same body and the same headers', async (_, request, status, code) => {
    await run()

    const { plain, asked } = await both(request)

    expect(plain).toMatchObject({ status, body: { error: { code } } })
    expect(asked.status).toBe(200)
    expect(withoutRid(asked)).toEqual({ ...withoutRid(plain), requestId: asked.headers.get('x-request-id') })
    const names = ({ headers }: Answer) => [...headers.keys()].filter((name) => name !== 'connection').toSorted()
    expect(names(asked)).toEqual(names(plain))
    expect(asked.headers.get('content-type')).toBe(plain.headers.get('content-type'))
  })

  it('of an address that has used its minute up still hears when to come back', async () => {
    await run({ environment: { LIMIT_REQUESTS_PER_MINUTE: '3' } })
    service.clock.advanceSeconds((60_000 - (service.clock.now() % 60_000)) / 1_000)
    for (let count = 0; count < 3; count++) await call(service.url, { method: 'GET', path: '/v1/photos' })

    const { plain, asked } = await both({ method: 'GET', path: '/v1/photos' })

    expect([plain.status, asked.status]).toEqual([429, 200])
    expect(asked.body.error.code).toBe('RATE_LIMITED')
    expect(Number(asked.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  })

  it('that nothing below answers hears so in time', async () => {
    const store = new FakeObjectStore()
    await run({ store, answerWithinMs: 1_000 })
    const { photoId } = await ann.grant(uploadRequest(photoBytes()))
    const released = Promise.withResolvers<void>()
    store.at('before deleteMany', () => released.promise)

    const answer = await call(service.url, {
      method: 'DELETE',
      path: `/v1/photos/${photoId}`,
      headers: { authorization: `Bearer ${ann.authToken}`, 'x-photolift-envelope': '1' },
    })
    released.resolve()

    expect(answer).toMatchObject({ status: 200, body: { error: { code: 'NOT_READY' } } })
  })

  it('while the service fails gets the id under which the log has the rest', async () => {
    const store = new FakeObjectStore()
    await run({ store })
    const { photoId } = await ann.grant(uploadRequest(photoBytes()))
    store.at('before deleteMany', () => {
      throw new TypeError('unforeseen')
    })

    const { status, body } = await call(service.url, {
      method: 'DELETE',
      path: `/v1/photos/${photoId}`,
      headers: { authorization: `Bearer ${ann.authToken}`, 'x-photolift-envelope': '1' },
    })

    expect({ status, body }).toMatchObject({ status: 200, body: { error: { code: 'INTERNAL' } } })
    expect(log()).toContainEqual(expect.objectContaining({ requestId: body.error.requestId, level: 50 }))
  })

  it('and succeeds is answered like any other', async () => {
    await run()

    const { plain, asked } = await both({
      method: 'GET',
      path: '/v1/photos',
      headers: { authorization: `Bearer ${ann.authToken}` },
    })

    expect(asked).toMatchObject({ status: plain.status, body: plain.body })
  })

  it('is logged and counted under its true status', async () => {
    await run()

    // Enough for every instance, where several take turns.
    for (let count = 0; count < 3; count++) await both({ method: 'GET', path: '/v1/photos' })
    const { asked } = await both({ method: 'GET', path: '/v1/photos' })

    const line = log().find(({ msg, requestId }) => msg === 'answered' && requestId === asked.body.error.requestId)
    expect(line).toMatchObject({ status: 401, errorCode: 'AUTH_TOKEN_INVALID' })
    const metrics = String((await call<unknown>(service.url, { method: 'GET', path: '/metrics' })).body)
    expect(metrics).toContain('photolift_step_duration_seconds_count{step="gallery",status="401"}')
    expect(metrics).not.toContain('step="gallery",status="200"')
  })
})

describe('a request that asks in another way', () => {
  it.each(['0', 'true', '', '1, 1', '11'])('by "%s" gets the status as it is', async (value) => {
    await run()

    const answer = await call(service.url, {
      method: 'GET',
      path: '/v1/photos',
      headers: { 'x-photolift-envelope': value },
    })

    expect(answer.status).toBe(401)
  })

  it('which is no HTTP keeps its 400: the platform writes what comes over that channel', async () => {
    await run()
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    socket.write('GET /v1/photos HTTP/1.1\r\nhost: a\r\nx-photolift-envelope: 1\r\ncontent-length: x\r\n\r\n')

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
  })
})

/** WeChat gives each of its refusals an id of its own. */
function withoutRid({ body: { error } }: Answer<ErrorEnvelope>): ErrorEnvelope['error'] {
  return { ...error, message: error.message.replace(/rid [\w-]+/, 'rid') }
}
