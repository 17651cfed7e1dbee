import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { follows } from '../follows.js'
import { send, sendSigned } from './raw-request.js'
import { md5Base64 } from './refusal.js'
import { startTestBucket, type TestBucket } from './test-bucket.js'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  const xml = `<CORSConfiguration>
    <CORSRule>
      <AllowedOrigin>https://*.example.com</AllowedOrigin>
      <AllowedMethod>GET</AllowedMethod><AllowedMethod>POST</AllowedMethod>
      <AllowedHeader>x-cos-*</AllowedHeader><AllowedHeader>Content-Type</AllowedHeader>
      <ExposeHeader>ETag</ExposeHeader><ExposeHeader>x-cos-request-id</ExposeHeader>
      <MaxAgeSeconds>600</MaxAgeSeconds>
    </CORSRule>
    <CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>HEAD</AllowedMethod></CORSRule>
  </CORSConfiguration>`
  await sendSigned(bucket, { method: 'PUT', target: '/?cors', headers: { 'Content-MD5': md5Base64(xml) }, body: xml })
})

afterAll(() => bucket.close())

follows('COS 8288, OPTIONS Object', { seenOnRealService: 'never' }, () => {
  const preflight = (Origin: string, method: string, headerNames?: string) =>
    send(bucket, {
      method: 'OPTIONS',
      target: '/any/key',
      headers: {
        Origin,
        'Access-Control-Request-Method': method,
        ...(headerNames !== undefined && { 'Access-Control-Request-Headers': headerNames }),
      },
    })

  it('allows what a rule allows, without a signature', async () => {
    const answer = await preflight('https://h5.example.com', 'POST', 'content-type, X-COS-Meta-A')

    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://h5.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type,x-cos-meta-a',
      'access-control-expose-headers': 'ETag,x-cos-request-id',
      'access-control-max-age': '600',
    })
  })

  it('answers a rule for all origins with *, and without credentials', async () => {
    const answer = await preflight('https://elsewhere.example.org', 'HEAD')

    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
  })

  it.each([
    ['another origin', 'https://example.com', 'POST', 'content-type'],
    ['an origin that only ends alike', 'https://example.com.evil.org', 'GET', undefined],
    ['another method', 'https://h5.example.com', 'PUT', undefined],
    ['another header', 'https://h5.example.com', 'POST', 'authorization'],
  ])('forbids %s', async (_what, origin, method, headerNames) => {
    const answer = await preflight(origin, method, headerNames)

    expect(answer).toMatchObject({ status: 403, code: 'AccessForbidden' })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})

follows('COS 8279, the rules on an answer', { seenOnRealService: 'never' }, () => {
  it('lets a page of an allowed origin read an answer, a refusal too', async () => {
    const answer = await send(bucket, {
      method: 'GET',
      target: '/private',
      headers: { Origin: 'https://h5.example.com' },
    })

    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBe('https://h5.example.com')
  })

  it('says nothing to a page of another origin', async () => {
    const answer = await send(bucket, {
      method: 'GET',
      target: '/private',
      headers: { Origin: 'https://evil.example.org' },
    })

    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})
