import { createHash } from 'node:crypto'
import { afterAll, beforeAll } from '@jest/globals'
import { follows } from '../follows.js'
import { type RawRequest, send, sendSigned, sendWithoutLength } from './raw-request.js'
import { md5Base64, refuses } from './refusal.js'
import { BUCKET, REGION, startTestBucket, type TestBucket } from './test-bucket.js'

const KEY = 'photos/a.jpg'
const COPY_SOURCE = `${BUCKET}.cos.${REGION}.myqcloud.com/${KEY}`
const MEGABYTE = 1024 * 1024

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  await sendSigned(bucket, { method: 'PUT', target: `/${KEY}`, body: 'a photo' })
  await sendSigned(bucket, {
    method: 'PUT',
    target: '/cold.jpg',
    headers: { 'x-cos-storage-class': 'ARCHIVE' },
    body: 'x',
  })
  await sendSigned(bucket, { method: 'PUT', target: '/public.jpg', headers: { 'x-cos-acl': 'public-read' }, body: 'x' })
})

afterAll(() => bucket.close())

follows('COS 7749, PUT Object', { seenOnRealService: 'never' }, () => {
  const put = (request: Partial<RawRequest>) => () =>
    sendSigned(bucket, { method: 'PUT', target: '/new.jpg', body: 'photo', ...request })

  refuses([
    ['a Content-MD5 of other bytes', 400, 'BadDigest', put({ headers: { 'Content-MD5': md5Base64('other') } })],
    ['a Content-MD5 that is none', 400, 'InvalidDigest', put({ headers: { 'Content-MD5': 'bWQ1' } })],
    ['no length', 411, 'MissingContentLength', () => sendWithoutLength(bucket)],
    ['more than 5 GB', 400, 'EntityTooLarge', put({ headers: { 'Content-Length': String(6 * 1024 ** 3) } })],
    ['a key of 851 bytes', 400, 'KeyTooLong', put({ target: `/${'k'.repeat(851)}` })],
    ['a key that begins with a slash', 400, 'InvalidObjectName', put({ target: '//a' })],
    ['a key with a control character', 400, 'InvalidObjectName', put({ target: '/a%1bb' })],
    ['an ACL that does not exist', 400, 'InvalidArgument', put({ headers: { 'x-cos-acl': 'everybody' } })],
    [
      'a storage class that does not exist',
      400,
      'InvalidArgument',
      put({ headers: { 'x-cos-storage-class': 'WARM' } }),
    ],
    ['a traffic limit below the least', 400, 'InvalidArgument', put({ headers: { 'x-cos-traffic-limit': '1000' } })],
    [
      'overwriting what must not be overwritten',
      409,
      'FileAlreadyExists',
      put({ target: `/${KEY}`, headers: { 'x-cos-forbid-overwrite': 'true' } }),
    ],
    [
      'encryption with a key of the customer',
      501,
      'NotImplemented',
      put({ headers: { 'x-cos-server-side-encryption-customer-algorithm': 'AES256' } }),
    ],
    ['processing on upload', 501, 'NotImplemented', put({ headers: { 'Pic-Operations': '{}' } })],
  ])
})

follows('COS 7753 and 7745, GET and HEAD Object', { seenOnRealService: 'never' }, () => {
  const get =
    (target: string, headers: Record<string, string> = {}) =>
    () =>
      sendSigned(bucket, { method: 'GET', target, headers })

  refuses([
    ['an absent key', 404, 'NoSuchKey', get('/absent')],
    [
      'an absent key by HEAD, without a body',
      404,
      undefined,
      () => sendSigned(bucket, { method: 'HEAD', target: '/absent' }),
    ],
    ['no signature by HEAD, without a body', 403, undefined, () => send(bucket, { method: 'HEAD', target: `/${KEY}` })],
    ['a range behind the end', 416, 'InvalidRange', get(`/${KEY}`, { Range: 'bytes=7-' })],
    ['If-Match of another ETag', 412, 'PreconditionFailed', get(`/${KEY}`, { 'If-Match': '"other"' })],
    [
      'If-Unmodified-Since before the object',
      412,
      'PreconditionFailed',
      get(`/${KEY}`, { 'If-Unmodified-Since': 'Wed, 01 Jan 2020 00:00:00 GMT' }),
    ],
    [
      'If-None-Match of the ETag',
      304,
      undefined,
      get(`/${KEY}`, { 'If-None-Match': `"${createHash('md5').update('a photo').digest('hex')}"` }),
    ],
    [
      'If-Modified-Since after the object',
      304,
      undefined,
      get(`/${KEY}`, { 'If-Modified-Since': 'Fri, 01 Jan 2999 00:00:00 GMT' }),
    ],
    ['an archived object', 403, 'InvalidObjectState', get('/cold.jpg')],
    [
      'response-* without a signature',
      400,
      'InvalidRequest',
      () => send(bucket, { method: 'GET', target: '/public.jpg?response-content-type=text/html' }),
    ],
    [
      'a line break in response-*',
      400,
      'InvalidArgument',
      get(`/${KEY}?response-content-disposition=a%0D%0AX-Injected%3A1`),
    ],
    ['a target that is no percent-encoding', 400, 'InvalidURI', () => send(bucket, { method: 'GET', target: '/%zz' })],
    ['a target that is no UTF-8', 400, 'InvalidURI', () => send(bucket, { method: 'GET', target: '/%ff' })],
    [
      'the host of another bucket',
      404,
      'NoSuchBucket',
      () =>
        send(bucket, {
          method: 'GET',
          target: '/',
          headers: { Host: 'other-1250000000.cos.ap-shanghai.myqcloud.com' },
        }),
    ],
    [
      'another bucket in path style',
      404,
      'NoSuchBucket',
      () =>
        send(bucket, { method: 'GET', target: '/other-1250000000/a', headers: { Host: `cos.${REGION}.myqcloud.com` } }),
    ],
    [
      'an app through the default domain',
      400,
      'DownloadForbidden',
      async () => {
        await sendSigned(bucket, {
          method: 'PUT',
          target: '/app.apk',
          headers: { 'x-cos-acl': 'public-read' },
          body: 'x',
        })
        return send(bucket, {
          method: 'GET',
          target: '/app.apk',
          headers: { Host: `${BUCKET}.cos.${REGION}.myqcloud.com` },
        })
      },
    ],
    ['a version', 501, 'NotImplemented', get(`/${KEY}?versionId=1`)],
    [
      'a method that is none',
      405,
      'MethodNotAllowed',
      () => sendSigned(bucket, { method: 'PATCH', target: `/${KEY}` }),
    ],
  ])
})

follows('COS 10881, PUT Object - Copy', { seenOnRealService: 'never' }, () => {
  const copy =
    (headers: Record<string, string>, target = '/copy.jpg') =>
    () =>
      sendSigned(bucket, { method: 'PUT', target, headers: { 'x-cos-copy-source': COPY_SOURCE, ...headers } })

  refuses([
    ['an absent source', 404, 'NoSuchCopySource', copy({ 'x-cos-copy-source': `${COPY_SOURCE}x` })],
    ['a source without a host', 400, 'InvalidCopySource', copy({ 'x-cos-copy-source': KEY.replace('/', '') })],
    [
      'a source in another bucket',
      404,
      'NoSuchBucket',
      copy({ 'x-cos-copy-source': `other-1250000000.cos.${REGION}.myqcloud.com/${KEY}` }),
    ],
    ['If-Match of another ETag', 412, 'PreconditionFailed', copy({ 'x-cos-copy-source-If-Match': '"other"' })],
    [
      'If-None-Match of the ETag: 412, never 304',
      412,
      'PreconditionFailed',
      copy({ 'x-cos-copy-source-If-None-Match': createHash('md5').update('a photo').digest('hex') }),
    ],
    [
      'If-Modified-Since after the source: 412, never 304',
      412,
      'PreconditionFailed',
      copy({ 'x-cos-copy-source-If-Modified-Since': 'Fri, 01 Jan 2999 00:00:00 GMT' }),
    ],
    [
      'If-Unmodified-Since before the source',
      412,
      'PreconditionFailed',
      copy({ 'x-cos-copy-source-If-Unmodified-Since': 'Wed, 01 Jan 2020 00:00:00 GMT' }),
    ],
    ['metadata without Replaced', 400, 'InvalidArgument', copy({ 'x-cos-meta-a': '1' })],
    ['Replaced without a Content-Type', 400, 'InvalidArgument', copy({ 'x-cos-metadata-directive': 'Replaced' })],
    ['a directive that does not exist', 400, 'InvalidArgument', copy({ 'x-cos-metadata-directive': 'REPLACE' })],
    ['a copy onto itself', 400, 'InvalidRequest', copy({}, `/${KEY}`)],
  ])
})

follows('COS 8289, Delete Multiple Objects', { seenOnRealService: 'never' }, () => {
  const remove =
    (xml: string, headers: Record<string, string> = { 'Content-MD5': md5Base64(xml) }) =>
    () =>
      sendSigned(bucket, { method: 'POST', target: '/?delete', headers, body: xml })

  refuses([
    ['no signature', 403, 'AccessDenied', () => send(bucket, { method: 'POST', target: '/?delete', body: 'x' })],
    ['no Content-MD5', 400, 'MissingContentMD5', remove('<Delete><Object><Key>a</Key></Object></Delete>', {})],
    ['a Content-MD5 of another body', 400, 'BadDigest', remove('<Delete/>', { 'Content-MD5': md5Base64('other') })],
    ['no body', 400, 'MissingRequestBodyError', remove('')],
    ['XML that is not closed', 400, 'MalformedXML', remove('<Delete><Object><Key>a</Key>')],
    ['XML of another kind', 400, 'MalformedXML', remove('<Other/>')],
    [
      'XML with entities of its own',
      400,
      'MalformedXML',
      remove('<!DOCTYPE d [<!ENTITY a "aaaa">]><Delete><Object><Key>&a;</Key></Object></Delete>'),
    ],
    ['no object', 400, 'MalformedXML', remove('<Delete><Quiet>true</Quiet></Delete>')],
    ['1,001 objects', 400, 'MalformedXML', remove(`<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`)],
    ['a body of more than 2 MB', 400, 'XMLSizeLimit', remove(' '.repeat(2 * MEGABYTE + 1))],
  ])
})

follows('COS 7734, GET Bucket', { seenOnRealService: 'never' }, () => {
  refuses([
    [
      'max-keys that is no number',
      400,
      'InvalidArgument',
      () => sendSigned(bucket, { method: 'GET', target: '/?max-keys=all' }),
    ],
    [
      'another encoding',
      400,
      'InvalidArgument',
      () => sendSigned(bucket, { method: 'GET', target: '/?encoding-type=hex' }),
    ],
    ['versions', 501, 'NotImplemented', () => sendSigned(bucket, { method: 'GET', target: '/?versions' })],
    ['a new bucket', 501, 'NotImplemented', () => sendSigned(bucket, { method: 'PUT', target: '/' })],
    ['deleting the bucket', 501, 'NotImplemented', () => sendSigned(bucket, { method: 'DELETE', target: '/' })],
  ])
})
