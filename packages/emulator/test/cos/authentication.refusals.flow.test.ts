import { afterAll, beforeAll } from '@jest/globals'
import { follows } from '../follows.js'
import { filePart, policyFields, sendForm } from './form-upload.js'
import { keyTimeAt, PERMANENT_KEY, type RawRequest, type SigningKey, send, sendSigned, sign } from './raw-request.js'
import { refuses } from './refusal.js'
import { BUCKET, REGION, startTestBucket, type TestBucket } from './test-bucket.js'

const KEY = 'photos/a.jpg'
const COPY_SOURCE = `${BUCKET}.cos.${REGION}.myqcloud.com/${KEY}`

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  await sendSigned(bucket, { method: 'PUT', target: `/${KEY}`, body: 'a photo' })
  await sendSigned(bucket, { method: 'PUT', target: '/public.jpg', headers: { 'x-cos-acl': 'public-read' }, body: 'x' })
})

afterAll(() => bucket.close())

follows('COS 7778, request signature', { seenOnRealService: 'never' }, () => {
  const signedGet = (change: (authorization: string) => string) => () => {
    const request = { method: 'GET', target: `/${KEY}`, headers: { Host: bucket.host } }
    const authorization = change(sign(request, { keyTime: keyTimeAt(bucket.nowMs()) }))
    return send(bucket, { ...request, headers: { ...request.headers, Authorization: authorization } })
  }
  const signedAt = (fromSeconds: number, toSeconds: number) => () => {
    const nowSeconds = Math.floor(bucket.nowMs() / 1000)
    const keyTime = `${nowSeconds + fromSeconds};${nowSeconds + toSeconds}`
    return sendSigned(bucket, { method: 'GET', target: `/${KEY}` }, { keyTime })
  }
  const signedAs = (signed: RawRequest, sent: RawRequest) => () => {
    const headers = { Host: bucket.host, ...signed.headers }
    const authorization = sign({ ...signed, headers }, { keyTime: keyTimeAt(bucket.nowMs()) })
    return send(bucket, { ...sent, headers: { Host: bucket.host, ...sent.headers, Authorization: authorization } })
  }
  const get = { method: 'GET', target: `/${KEY}` }

  refuses([
    ['no signature on a private object', 403, 'AccessDenied', () => send(bucket, get)],
    ['no signature on the bucket', 403, 'AccessDenied', () => send(bucket, { method: 'GET', target: '/' })],
    ['no signature on an absent object', 403, 'AccessDenied', () => send(bucket, { method: 'GET', target: '/absent' })],
    [
      'no signature on a PUT to a public object',
      403,
      'AccessDenied',
      () => send(bucket, { method: 'PUT', target: '/public.jpg', body: 'y' }),
    ],
    [
      'an unknown key id',
      403,
      'InvalidAccessKeyId',
      () => sendSigned(bucket, get, { key: { ...PERMANENT_KEY, secretId: 'AKIDnobody' } }),
    ],
    [
      'another secret',
      403,
      'SignatureDoesNotMatch',
      () => sendSigned(bucket, get, { key: { ...PERMANENT_KEY, secretKey: 'guessed' } }),
    ],
    [
      'a changed signature',
      403,
      'SignatureDoesNotMatch',
      signedGet((text) => text.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))),
    ],
    [
      'a longer sign time than was signed',
      403,
      'SignatureDoesNotMatch',
      signedGet((text) => text.replace(/(q-sign-time=\d+;)(\d+)/, '$19999999999')),
    ],
    [
      'a longer key time than was signed',
      403,
      'SignatureDoesNotMatch',
      signedGet((text) => text.replace(/(q-key-time=\d+;)(\d+)/, '$19999999999')),
    ],
    [
      'a header dropped from the list',
      403,
      'SignatureDoesNotMatch',
      signedGet((text) => text.replace('q-header-list=host', 'q-header-list=')),
    ],
    ['another method than was signed', 403, 'SignatureDoesNotMatch', signedAs(get, { ...get, method: 'DELETE' })],
    ['another key than was signed', 403, 'SignatureDoesNotMatch', signedAs(get, { ...get, target: '/public.jpg' })],
    [
      'another host than was signed',
      403,
      'SignatureDoesNotMatch',
      signedAs({ ...get, headers: { Host: 'other-1250000000.cos.ap-shanghai.myqcloud.com' } }, get),
    ],
    [
      'another value of a signed header',
      403,
      'SignatureDoesNotMatch',
      signedAs({ ...get, headers: { Range: 'bytes=0-1' } }, { ...get, headers: { Range: 'bytes=0-6' } }),
    ],
    [
      'a signed header left out',
      403,
      'SignatureDoesNotMatch',
      signedAs({ ...get, headers: { Range: 'bytes=0-1' } }, get),
    ],
    [
      'another value of a signed parameter',
      403,
      'SignatureDoesNotMatch',
      signedAs(
        { ...get, target: `/${KEY}?response-content-type=a` },
        { ...get, target: `/${KEY}?response-content-type=b` },
      ),
    ],
    [
      'a signed parameter left out',
      403,
      'SignatureDoesNotMatch',
      signedAs({ ...get, target: `/${KEY}?response-content-type=a` }, get),
    ],
    [
      'a percent-encoded path that was signed encoded',
      403,
      'SignatureDoesNotMatch',
      signedAs({ ...get, target: '/%2525' }, { ...get, target: '/%25' }),
    ],
    ['a signature that has expired', 403, 'AccessDenied', signedAt(-900, -1)],
    ['a signature that is not valid yet', 403, 'AccessDenied', signedAt(60, 900)],
    ['a client clock half an hour ahead', 403, 'RequestTimeTooSkewed', signedAt(1800, 2700)],
    [
      'a Date half an hour old',
      403,
      'RequestTimeTooSkewed',
      () => sendSigned(bucket, { ...get, headers: { Date: new Date(bucket.nowMs() - 1_800_000).toUTCString() } }),
    ],
    [
      'another algorithm',
      400,
      'InvalidArgument',
      signedGet((text) => text.replace('q-sign-algorithm=sha1', 'q-sign-algorithm=md5')),
    ],
    ['an Authorization that is none', 400, 'InvalidArgument', signedGet(() => 'Bearer token')],
    [
      'a time that is no time',
      400,
      'InvalidArgument',
      signedGet((text) => text.replace(/q-key-time=\d+;\d+/, 'q-key-time=now;then')),
    ],
    [
      'a link that has expired',
      403,
      'AccessDenied',
      () => {
        const request = { method: 'GET', target: `/${KEY}`, headers: { Host: bucket.host } }
        const nowSeconds = Math.floor(bucket.nowMs() / 1000)
        return send(bucket, {
          ...request,
          target: `/${KEY}?${sign(request, { keyTime: `${nowSeconds - 60};${nowSeconds - 1}` })}`,
        })
      },
    ],
  ])
})

follows('COS 14048, temporary keys', { seenOnRealService: 'never' }, () => {
  const temporaryKey = (statement: Record<string, unknown> = {}, nowMs = bucket.nowMs()): SigningKey => {
    const resource = `qcs::cos:${REGION}:uid/1250000000:${BUCKET}/u/1001/*`
    const stsPolicy = {
      version: '2.0',
      statement: [{ effect: 'allow', action: ['name/cos:PutObject'], resource, ...statement }],
    }
    const { credentials } = bucket.temporaryKeys.issue({ stsPolicy, nowMs })
    return {
      secretId: credentials.tmpSecretId,
      secretKey: credentials.tmpSecretKey,
      sessionToken: credentials.sessionToken,
    }
  }
  const put = { method: 'PUT', target: '/u/1001/a.jpg', body: 'photo' }
  const inFolder = { fields: { key: 'u/1001/a.jpg' } }

  refuses([
    [
      'a temporary key without its token',
      403,
      'InvalidAccessKeyId',
      () => sendSigned(bucket, put, { key: { ...temporaryKey(), sessionToken: '' } }),
    ],
    [
      'a temporary key with another token',
      403,
      'InvalidAccessKeyId',
      () => sendSigned(bucket, put, { key: { ...temporaryKey(), sessionToken: 'other' } }),
    ],
    [
      'a temporary key after its end',
      400,
      'ExpiredToken',
      () => sendSigned(bucket, put, { key: temporaryKey({}, bucket.nowMs() - 1_800_000) }),
    ],
    [
      'a key outside the resource of the STS policy',
      403,
      'AccessDenied',
      () => sendSigned(bucket, { ...put, target: '/u/1002/a.jpg' }, { key: temporaryKey() }),
    ],
    [
      'an action that the STS policy does not allow',
      403,
      'AccessDenied',
      () => sendSigned(bucket, { method: 'GET', target: '/u/1001/a.jpg' }, { key: temporaryKey() }),
    ],
    [
      'PostObject where only PutObject is allowed',
      403,
      'AccessDenied',
      () => sendForm(bucket, [...policyFields(bucket.nowMs(), { ...inFolder, key: temporaryKey() }), filePart('x')]),
    ],
    [
      'what a deny forbids',
      403,
      'AccessDenied',
      () => sendSigned(bucket, put, { key: temporaryKey({ effect: 'deny' }) }),
    ],
    [
      'a condition on the length that is not met',
      403,
      'AccessDenied',
      () =>
        sendSigned(bucket, put, {
          key: temporaryKey({ condition: { numeric_less_than_equal: { 'cos:content-length': 4 } } }),
        }),
    ],
    [
      'a condition on the ACL that is not met',
      403,
      'AccessDenied',
      () =>
        sendSigned(
          bucket,
          { ...put, headers: { 'x-cos-acl': 'public-read' } },
          { key: temporaryKey({ condition: { string_equal_if_exist: { 'cos:x-cos-acl': 'private' } } }) },
        ),
    ],
    [
      'a form with a temporary key and no token',
      403,
      'InvalidAccessKeyId',
      () =>
        sendForm(bucket, [
          ...policyFields(bucket.nowMs(), {
            ...inFolder,
            key: { ...temporaryKey({ action: 'name/cos:PostObject' }), sessionToken: '' },
          }),
          filePart('x'),
        ]),
    ],
    [
      'a copy from where the key may not read',
      403,
      'AccessDenied',
      () =>
        sendSigned(
          bucket,
          { method: 'PUT', target: '/u/1001/copy.jpg', headers: { 'x-cos-copy-source': COPY_SOURCE } },
          { key: temporaryKey() },
        ),
    ],
  ])
})
