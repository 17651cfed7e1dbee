import { afterAll, beforeAll } from '@jest/globals'
import { follows } from '../follows.js'
import { send, sendSigned } from './raw-request.js'
import { md5Base64, refuses } from './refusal.js'
import { startTestBucket, type TestBucket } from './test-bucket.js'

const KEY = 'photos/a.jpg'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
})

afterAll(() => bucket.close())

follows('COS 8279 and 8288, CORS', { seenOnRealService: 'never' }, () => {
  const putCors = (rule: string) => () => {
    const xml = `<CORSConfiguration>${rule}</CORSConfiguration>`
    return sendSigned(bucket, {
      method: 'PUT',
      target: '/?cors',
      headers: { 'Content-MD5': md5Base64(xml) },
      body: xml,
    })
  }
  const preflight = (headers: Record<string, string>) => () =>
    send(bucket, { method: 'OPTIONS', target: `/${KEY}`, headers })

  refuses([
    [
      'a preflight that no rule allows',
      403,
      'AccessForbidden',
      preflight({ Origin: 'https://h5.example.com', 'Access-Control-Request-Method': 'PUT' }),
    ],
    ['a preflight that asks for nothing', 400, 'InvalidRequest', preflight({ Origin: 'https://h5.example.com' })],
    [
      'reading rules where there are none',
      404,
      'NoSuchCORSConfiguration',
      () => sendSigned(bucket, { method: 'GET', target: '/?cors' }),
    ],
    ['a configuration without a rule', 400, 'MalformedXML', putCors('')],
    [
      'a rule without an origin',
      400,
      'MalformedXML',
      putCors('<CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>'),
    ],
    [
      'a rule for a method that does not exist',
      400,
      'MalformedXML',
      putCors('<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule>'),
    ],
    [
      'an exposed header with a wildcard',
      400,
      'MalformedXML',
      putCors(
        '<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><ExposeHeader>*</ExposeHeader></CORSRule>',
      ),
    ],
  ])
})
