import { afterEach, describe, expect, it } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import { Client, call, postForm, uploadRequest } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, type RunOptions, runService, TEST_JWT_SECRET } from './running-service.js'

let service: RunningService
const run = async (options: RunOptions = {}) => {
  service = await runService(options)
  return service
}
afterEach(() => service.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  call<unknown>(service.url, { method: 'GET', path, headers })

describe('the probes', () => {
  it('say that the service lives, and that database and bucket answer', async () => {
    await run()

    expect(await get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } })
  })

  it('tell a bucket that refuses our key from a service that is ready', async () => {
    await run({ environment: { COS_SECRET_KEY: 'notTheKey' } })

    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: { error: { code: 'NOT_READY', message: 'the bucket does not answer' } },
    })
    expect((await get('/healthz')).status).toBe(200)
  })

  it.each<[string, Parameters<RunningService['emulator']['faults']['add']>[0]['fault']]>([
    ['fails', { status: 503 }],
    ['says nothing', { stall: true }],
  ])('tell a bucket that %s, while the process lives', async (_, fault) => {
    await run()
    service.emulator.faults.add({ service: 'cos', fault })

    const [ready, health] = await Promise.all([get('/readyz'), get('/healthz')])

    expect(ready).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY' } } })
    expect(health.status).toBe(200)
  })
})

describe('a call that something below never answers', () => {
  it.each<[string, (store: FakeObjectStore, released: Promise<void>) => void]>([
    ['succeeds', (store, released) => store.at('before deleteMany', () => released)],
    [
      'fails',
      (store, released) =>
        store.at('before deleteMany', async () => {
          await released
          throw new Error('too late')
        }),
    ],
  ])('is answered in time, once, also where the work %s later', async (_, plan) => {
    const store = new FakeObjectStore()
    await run({ store, answerWithinMs: 2_000 })
    const ann = await service.person('ann')
    const { photoId } = await ann.grant(uploadRequest(photoBytes()))
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    plan(store, released)

    const answer = await ann.send('DELETE', `/v1/photos/${photoId}`)
    release()

    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY' } } })
    expect((await get('/healthz')).status).toBe(200)
  })
})

describe('/metrics and /openapi.json', () => {
  it('are open where only this machine reaches the service', async () => {
    await run()

    expect((await get('/metrics')).status).toBe(200)
    expect(await get('/openapi.json')).toMatchObject({ status: 200, body: { openapi: expect.stringMatching(/^3\.1/) } })
  })

  it.each<Record<string, string>>([
    { HOST: '0.0.0.0' },
    { CLIENT_ADDRESS_HEADER: 'X-Real-IP' },
    { CLIENT_ADDRESS_HEADER: 'off' },
  ])('do not exist where others may reach it: %o', async (environment) => {
    await run({ environment })

    for (const path of ['/metrics', '/openapi.json']) expect((await get(path)).status).toBe(404)
  })

  it('need the operations token where there is one', async () => {
    await run({ environment: { OPERATIONS_TOKEN: 'a token for operations' } })
    const ann = await service.person('ann')

    const answers = [
      await get('/metrics'),
      await get('/metrics', { authorization: 'Bearer another token' }),
      await get('/metrics', { authorization: `Bearer ${ann.authToken}` }),
      await get('/metrics', { authorization: 'Bearer a token for operations' }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 200])
  })

  it('are readable while the database is away, without what only it knows', async () => {
    await run({
      storage: 'cos',
      environment: {
        OFFICIAL_APPID: 'wxf0123456789abcde',
        OFFICIAL_SECRET: 'fedcba9876543210fedcba9876543210',
        H5_ORIGINS: 'http://127.0.0.1:8080',
      },
    })
    await service.person('ann')
    await service.database.close()

    const text = String((await get('/metrics')).body)

    expect(text).toContain('photolift_step_duration_seconds_count{step="login",status="200"} 1')
    expect(text).toMatch(/^photolift_ingests_pending NaN$/im)
    expect(service.logText()).toContain('backlog of ingests not read')
  })

  it('count each step: requests, durations, photos, bytes and error codes', async () => {
    await run()
    const ann = await service.person('ann')
    await ann.store(photoBytes('image/jpeg', 5_000))
    await ann.authorize(uploadRequest(photoBytes(), { contentType: 'text/html' as 'image/png' }))
    await ann.send('GET', '/v1/photos/none')

    const text = String((await get('/metrics')).body)

    expect(text).toContain('photolift_step_duration_seconds_count{step="login",status="200"} 1')
    expect(text).toContain('photolift_step_duration_seconds_count{step="confirm",status="200"} 1')
    expect(text).toContain('photolift_photos_total{step="authorize",outcome="form"} 1')
    expect(text).toContain('photolift_photos_total{step="authorize",outcome="PHOTO_TYPE_UNSUPPORTED"} 1')
    expect(text).toContain('photolift_photo_bytes_total{step="confirm",outcome="ready"} 5000')
    expect(text).toContain('photolift_step_errors_total{step="photo",code="PHOTO_NOT_FOUND"} 1')
    expect(text).not.toContain(ann.userId)
  })
})

describe('the log', () => {
  it('tells the journey of a photo under the names that the style guide gives', async () => {
    await run()
    const ann = await service.person('ann')
    const { photoId } = await ann.store()

    const events = service
      .logText()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

    const requests = events.filter(({ msg }) => msg === 'answered')
    expect(requests.map(({ step }) => step)).toEqual(['login', 'authorize', 'confirm'])
    for (const request of requests)
      expect(request).toMatchObject({ requestId: expect.any(String), status: 200, durationMs: expect.any(Number) })
    const confirmed = events.find(({ msg }) => msg === 'photo confirmed')
    expect(confirmed).toMatchObject({
      step: 'confirm',
      photoId,
      byteLength: 1_000,
      requestId: requests[2]?.['requestId'],
    })
  })

  it('holds no secret, token, login code, signature or name, whatever fails on the way', async () => {
    await run()
    const { cos, wechat } = service.emulator
    const loginCode = 'code-log-secret'
    const ann = await Client.login(service.url, loginCode)
    await call(service.url, { method: 'POST', path: '/v1/login', body: { loginCode } })
    const bytes = photoBytes()
    const grant = await ann.grant(uploadRequest(bytes, { name: 'private-name.jpg' }))
    service.emulator.faults.add({
      service: 'cos',
      method: 'PUT',
      fault: { status: 403, code: 'AccessDenied' },
      times: 1,
    })
    await postForm(grant, bytes)
    await ann.confirm(grant.photoId)
    const [result] = await ann.confirm(grant.photoId)
    await ann.gallery()
    await ann.send('GET', `/v1/photos?cursor=${ann.authToken}`)
    await ann.send('POST', '/v1/upload-grants', { photos: [{ taskId: ann.authToken }] })
    await ann.send('POST', `/v1/photos/${ann.authToken}/edits`, { operations: [{ kind: 'greyscale' }] })
    await ann.send('DELETE', '/v1/me')

    const text = service.logText()

    expect(result).toMatchObject({ photo: { status: 'ready' } })
    const { policy, 'q-signature': signature } = grant.fields
    const secrets = [cos.secretKey, wechat.secret, TEST_JWT_SECRET, ann.authToken, loginCode, policy, signature]
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/q-signature|q-ak|private-name|authorization/i)
  })
})

describe('the description of the interface', () => {
  it('names exactly the routes that the service has', async () => {
    await run()

    const { body } = await get('/openapi.json')

    const { paths } = body as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const routed = Object.values(ROUTES).map(
      ({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/, '{$1}')}`,
    )
    expect(described.sort()).toEqual(
      [...routed, 'get /healthz', 'get /metrics', 'get /openapi.json', 'get /readyz'].sort(),
    )
  })
})
