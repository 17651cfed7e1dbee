import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type COS from 'cos-nodejs-sdk-v5'
import { type Emulator, startEmulator } from '../../src/index.js'
import { bucketOf, cosClient } from '../cos-client.js'
import { probe } from './probe.js'

const KEY = 'photos/a.jpg'

let emulator: Emulator
let cos: COS

beforeEach(async () => {
  emulator = await startEmulator()
  cos = cosClient(emulator.cos)
})
afterEach(() => emulator.close())

const signedUrl = (Method: 'GET' | 'PUT') =>
  cos.getObjectUrl({ ...bucketOf(emulator.cos), Key: KEY, Method, Sign: true }, () => {})
const put = (body: string | Buffer) => probe({ url: signedUrl('PUT'), method: 'PUT', body })

it('stores the object whose reply is lost, and the SDK that tries again finds it stored', async () => {
  emulator.faults.add({ service: 'cos', method: 'PUT', fault: { loseReply: true }, times: 1 })

  const lost = await put('bytes')
  const storedThen = emulator.objects.list()
  emulator.faults.add({ service: 'cos', method: 'PUT', fault: { loseReply: true }, times: 1 })
  const second = await cos.putObject({ ...bucketOf(emulator.cos), Key: KEY, Body: Buffer.from('bytes') })

  expect(lost.errorCode).toBe('ECONNRESET')
  expect(storedThen).toMatchObject([{ key: KEY, byteLength: 5 }])
  expect(second.statusCode).toBe(200)
  expect(emulator.faults.list().map(({ met }) => met)).toEqual([1, 1])
})

it('stores nothing of a body that is reset half-way', async () => {
  emulator.faults.add({ service: 'cos', method: 'PUT', fault: { resetAfterBytes: 500_000 } })

  const outcome = await put(Buffer.alloc(1_000_000))

  expect(outcome.errorCode).toMatch(/^(ECONNRESET|EPIPE)$/)
  expect(emulator.objects.list()).toEqual([])
})

it('answers an injected refusal as COS words its own', async () => {
  emulator.faults.add({ service: 'cos', fault: { status: 503, code: 'SlowDown' } })

  const outcome = await put('bytes')

  expect(outcome).toMatchObject({ status: 503, headers: { 'content-type': 'application/xml', server: 'tencent-cos' } })
  expect(outcome.body).toContain('<Error><Code>SlowDown</Code>')
})

it.each([
  ['COS’s own can be read by a page that the bucket allows', { code: 'SlowDown' }, 'https://h5.example.com'],
  ['a gateway’s cannot', {}, undefined],
])('an injected refusal that is %s', async (_, own, allowed) => {
  const rule = { AllowedOrigin: ['https://h5.example.com'], AllowedMethod: ['POST'] }
  await cos.putBucketCors({ ...bucketOf(emulator.cos), CORSRules: [rule] })
  emulator.faults.add({ service: 'cos', fault: { status: 503, ...own } })

  const answer = await probe({
    url: emulator.cos.endpoint,
    method: 'POST',
    headers: { Origin: 'https://h5.example.com' },
  })

  expect(answer.status).toBe(503)
  expect(answer.headers?.['access-control-allow-origin']).toBe(allowed)
})

it.each([3_600, -3_600])('judges signatures by a clock that is %i seconds off', async (clockSkewSeconds) => {
  emulator.faults.add({ service: 'cos', fault: { clockSkewSeconds }, times: 1 })

  const skewed = await put('bytes')
  const normal = await put('bytes')

  expect(skewed.status).toBe(403)
  expect(normal.status).toBe(200)
})

it('judges a temporary key as expired', async () => {
  const { credentials } = emulator.issueTemporaryKey({
    stsPolicy: { version: '2.0', statement: [{ effect: 'allow', action: ['name/cos:PutObject'], resource: ['*'] }] },
  })
  const temporary = cosClient(emulator.cos, {
    SecretId: credentials.tmpSecretId,
    SecretKey: credentials.tmpSecretKey,
    SecurityToken: credentials.sessionToken,
  })
  const params = { ...bucketOf(emulator.cos), Key: KEY, Body: Buffer.from('bytes') }
  await temporary.putObject(params)
  emulator.faults.add({ service: 'cos', fault: { expireTokens: true } })

  await expect(temporary.putObject(params)).rejects.toMatchObject({ statusCode: 400, code: 'ExpiredToken' })
  await expect(cos.putObject(params)).resolves.toMatchObject({ statusCode: 200 })
})

it('serves an object slowly and whole', async () => {
  const bytes = Buffer.alloc(300_000, 'photolift')
  await put(bytes)
  emulator.faults.add({ service: 'cos', method: 'GET', fault: { bandwidthBytesPerSecond: 1_000_000 } })

  const outcome = await probe({ url: signedUrl('GET') })

  expect(outcome.status).toBe(200)
  expect(outcome.body === bytes.toString()).toBe(true)
  expect(outcome.durationMs).toBeGreaterThanOrEqual(299)
})

describe('what is stored', () => {
  it('is listed in process and over HTTP, as it was given', async () => {
    const params = { ...bucketOf(emulator.cos), Body: Buffer.from('bytes'), ContentType: 'image/jpeg' }
    await cos.putObject({ ...params, Key: 'photos/照片.jpg', ACL: 'public-read', 'x-cos-meta-pick': 'p1' })
    await cos.putObject({ ...params, Key: 'incoming/b.jpg', StorageClass: 'STANDARD_IA' })

    const response = await fetch(`${emulator.control.endpoint}/objects?prefix=${encodeURIComponent('photos/照')}`)

    expect(await response.json()).toEqual([
      {
        key: 'photos/照片.jpg',
        byteLength: 5,
        etag: '4b3a6218bb3e3a7303e8a171a60fcf92',
        acl: 'public-read',
        grants: {},
        contentType: 'image/jpeg',
        meta: { pick: 'p1' },
        storageClass: 'STANDARD',
      },
    ])
    expect(emulator.objects.list().map(({ key, acl, storageClass }) => [key, acl, storageClass])).toEqual([
      ['incoming/b.jpg', 'default', 'STANDARD_IA'],
      ['photos/照片.jpg', 'public-read', 'STANDARD'],
    ])
  })
})
