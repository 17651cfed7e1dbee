import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { follows } from '../follows.js'
import { keyTimeAt, type RawAnswer, send, sendSigned, sign } from './raw-request.js'
import { md5Base64 } from './refusal.js'
import { BUCKET, REGION, startTestBucket, type TestBucket } from './test-bucket.js'

const DEFAULT_DOMAIN = `${BUCKET}.cos.${REGION}.myqcloud.com`

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  await put('/digits', '0123456789', { 'Content-Type': 'text/plain', 'x-cos-meta-owner': 'u_1001' })
})

afterAll(() => bucket.close())

follows('COS 7753, GET Object', { seenOnRealService: 'never' }, () => {
  it.each([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['pages=1', 200, '0123456789', undefined],
  ])('answers the range %s with %i %s', async (Range, status, body, contentRange) => {
    const answer = await get('/digits', { Range })

    expect(answer.status).toBe(status)
    expect(answer.body.toString()).toBe(body)
    expect(answer.headers['content-range']).toBe(contentRange)
    expect(answer.headers['content-length']).toBe(String(body.length))
  })

  it.each<Record<string, string>>([
    { 'If-Match': `"${md5('0123456789')}"` },
    { 'If-Match': '*' },
    { 'If-None-Match': '"other"' },
    { 'If-Modified-Since': 'Wed, 01 Jan 2020 00:00:00 GMT' },
    { 'If-Unmodified-Since': 'Fri, 01 Jan 2999 00:00:00 GMT' },
  ])('gives the object where %j holds', async (headers) => {
    const answer = await get('/digits', headers)

    expect(answer.status).toBe(200)
  })

  it('gives back what was stored with the object', async () => {
    const answer = await get('/digits')

    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain',
      'x-cos-meta-owner': 'u_1001',
      'accept-ranges': 'bytes',
      etag: `"${md5('0123456789')}"`,
      server: 'tencent-cos',
    })
    expect(answer.headers['x-cos-hash-crc64ecma']).toMatch(/^\d+$/)
    expect(answer.headers['x-cos-storage-class']).toBeUndefined()
  })

  it('is anonymous for a public object and for no other', async () => {
    await put('/public', 'for all', { 'x-cos-acl': 'public-read' })

    const answers = [await anonymous('/public'), await anonymous('/digits')]

    expect(answers.map(({ status }) => status)).toEqual([200, 403])
  })

  it('takes a link whose semicolons are raw or encoded', async () => {
    const request = { method: 'GET', target: '/digits', headers: { Host: bucket.host } }
    const raw = sign(request, { keyTime: keyTimeAt(bucket.nowMs()) })

    const answers = [await anonymous(`/digits?${raw}`), await anonymous(`/digits?${raw.replaceAll(';', '%3B')}`)]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it.each([
    ['/a%2Fb', 'a/b'],
    ['/a+b', 'a+b'],
    ['/a%2Bb', 'a+b'],
    ['/a//b', 'a//b'],
    ['/a/../b', 'a/../b'],
    ['/%25zz', '%zz'],
    ['/%E7%85%A7', '照'],
    ['/a%3Fb', 'a?b'],
  ])('decodes the target %s once, to the key %s', async (target, key) => {
    await put(target, key)

    const answer = await get(target)

    expect(answer.body.toString()).toBe(key)
    expect(bucket.store.getObject(key)).toBeDefined()
  })

  it('hands out attachments through the default domain', async () => {
    await put('/default-domain.jpg', 'x', { 'x-cos-acl': 'public-read' })

    const { headers } = await send(bucket, {
      method: 'GET',
      target: '/default-domain.jpg',
      headers: { Host: DEFAULT_DOMAIN },
    })

    expect(headers).toMatchObject({ 'x-cos-force-download': 'true', 'content-disposition': 'attachment' })
  })

  it('finds an object in path style', async () => {
    const headers = { Host: `cos.${REGION}.myqcloud.com` }

    const answer = await sendSigned(bucket, { method: 'GET', target: `/${BUCKET}/digits`, headers })

    expect(answer.body.toString()).toBe('0123456789')
  })

  it('gives a header in UTF-8 back as it came', async () => {
    const disposition = Buffer.from('attachment; filename="照片.jpg"').toString('latin1')
    await put('/named', 'x', { 'Content-Disposition': disposition }, { unsigned: ['Content-Disposition'] })

    const answer = await get('/named')

    expect(answer.headers['content-disposition']).toBe(disposition)
  })
})

follows('COS 7749, PUT Object', { seenOnRealService: 'never' }, () => {
  it('lets one of two win that must not overwrite each other', async () => {
    const once = { 'x-cos-forbid-overwrite': 'true' }

    const answers = await Promise.all([put('/once', 'first', once), put('/once', 'other', once)])

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
  })
})

follows('COS 10881, PUT Object - Copy', { seenOnRealService: 'never' }, () => {
  const copy = (target: string, headers: Record<string, string>) =>
    sendSigned(bucket, { method: 'PUT', target, headers: { 'Content-Length': '0', ...headers } })

  it('keeps metadata, but neither ACL nor storage class', async () => {
    await put('/source', 'bytes', {
      'Content-Type': 'image/png',
      'x-cos-meta-a': '1',
      'x-cos-acl': 'public-read',
      'x-cos-storage-class': 'STANDARD_IA',
    })

    const answer = await copy('/kept', { 'x-cos-copy-source': `${DEFAULT_DOMAIN}/source` })

    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toContain(`<ETag>&quot;${md5('bytes')}&quot;</ETag>`)
    expect(bucket.store.getObject('kept')).toMatchObject({
      headers: { 'content-type': 'image/png' },
      metadata: { 'x-cos-meta-a': '1' },
      acl: 'default',
      storageClass: 'STANDARD',
    })
  })

  it('replaces all metadata under Replaced', async () => {
    await put('/source', 'bytes', { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', 'x-cos-meta-a': '1' })

    await copy('/replaced', {
      'x-cos-copy-source': `${bucket.host}/source`,
      'x-cos-metadata-directive': 'Replaced',
      'Content-Type': 'image/jpeg',
      'x-cos-acl': 'private',
    })

    expect(bucket.store.getObject('replaced')).toMatchObject({
      headers: { 'content-type': 'image/jpeg' },
      metadata: {},
      acl: 'private',
    })
  })

  it('outlives its source', async () => {
    await put('/source', 'original bytes')
    await copy('/copy', { 'x-cos-copy-source': `${bucket.host}/source` })

    await put('/source', 'other bytes')
    await sendSigned(bucket, { method: 'DELETE', target: '/source' })

    expect((await get('/copy')).body.toString()).toBe('original bytes')
  })
})

follows('COS 8289, Delete Multiple Objects', { seenOnRealService: 'never' }, () => {
  it('names only what went wrong when it is quiet', async () => {
    await put('/quiet', 'x')
    const xml = '<Delete><Quiet>true</Quiet><Object><Key>quiet</Key></Object></Delete>'

    const answer = await deleteMultiple(xml)

    expect(answer.body.toString()).toContain('<DeleteResult></DeleteResult>')
    expect(bucket.store.getObject('quiet')).toBeUndefined()
  })

  it('reads keys with entities and blanks as they are', async () => {
    await put('/%20a%20%26%20b%20', 'x')

    const answer = await deleteMultiple('<Delete>\n  <Object>\n    <Key> a &amp; b </Key>\n  </Object>\n</Delete>')

    expect(answer.status).toBe(200)
    expect(bucket.store.getObject(' a & b ')).toBeUndefined()
  })
})

function put(
  target: string,
  body: string,
  headers: Record<string, string> = {},
  { unsigned = [] as string[] } = {},
): Promise<RawAnswer> {
  const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => !unsigned.includes(name)))
  const authorization = sign({ method: 'PUT', target, headers: signed }, { keyTime: keyTimeAt(bucket.nowMs()) })
  return send(bucket, { method: 'PUT', target, headers: { ...headers, Authorization: authorization }, body })
}

function get(target: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return sendSigned(bucket, { method: 'GET', target, headers })
}

function anonymous(target: string): Promise<RawAnswer> {
  return send(bucket, { method: 'GET', target })
}

function deleteMultiple(xml: string): Promise<RawAnswer> {
  return sendSigned(bucket, {
    method: 'POST',
    target: '/?delete',
    headers: { 'Content-MD5': md5Base64(xml) },
    body: xml,
  })
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
