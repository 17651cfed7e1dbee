import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { follows } from '../follows.js'
import { keyTimeAt, send, sendSigned, sign } from './raw-request.js'
import { startTestBucket, type TestBucket } from './test-bucket.js'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
})

afterAll(() => bucket.close())

follows('COS 7744 and 7748, the ACL of an object', { seenOnRealService: 'never' }, () => {
  it('is private unless it says otherwise, and can be opened and closed', async () => {
    const target = '/acl.jpg'
    const readAnonymously = async () => (await send(bucket, { method: 'GET', target })).status
    const setAcl = (acl: string) =>
      sendSigned(bucket, { method: 'PUT', target: `${target}?acl`, headers: { 'x-cos-acl': acl } })
    await sendSigned(bucket, { method: 'PUT', target, body: 'photo' })

    const statuses = [await readAnonymously()]
    await setAcl('public-read')
    statuses.push(await readAnonymously())
    const { body } = await sendSigned(bucket, { method: 'GET', target: `${target}?acl` })
    await setAcl('private')
    statuses.push(await readAnonymously())

    expect(statuses).toEqual([403, 200, 403])
    expect(body.toString()).toContain('<URI>http://cam.qcloud.com/groups/global/AllUsers</URI>')
  })

  it('of an upload in parts is that of its beginning', async () => {
    const target = '/acl-multi.jpg'
    const headers = { 'x-cos-acl': 'public-read', 'x-cos-meta-a': '1' }
    const initiated = await sendSigned(bucket, { method: 'POST', target: `${target}?uploads`, headers })
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(initiated.body.toString())?.[1]
    const part = await sendSigned(bucket, {
      method: 'PUT',
      target: `${target}?partNumber=1&uploadId=${uploadId}`,
      body: 'x',
    })
    const xml = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part></CompleteMultipartUpload>`

    await sendSigned(bucket, { method: 'POST', target: `${target}?uploadId=${uploadId}`, body: xml })

    expect(bucket.store.getObject('acl-multi.jpg')).toMatchObject({
      acl: 'public-read',
      metadata: { 'x-cos-meta-a': '1' },
    })
  })
})

follows('COS 7778, a presigned PUT', { seenOnRealService: 'never' }, () => {
  it('takes exactly the type that was signed', async () => {
    const headers = { Host: bucket.host, 'Content-Type': 'image/jpeg' }
    const query = sign({ method: 'PUT', target: '/presigned.jpg', headers }, { keyTime: keyTimeAt(bucket.nowMs()) })
    const put = (contentType: string) =>
      send(bucket, {
        method: 'PUT',
        target: `/presigned.jpg?${query}`,
        headers: { ...headers, 'Content-Type': contentType },
        body: 'x',
      })

    const answers = [await put('text/html'), await put('image/jpeg')]

    expect(answers.map(({ status, code }) => code ?? status)).toEqual(['SignatureDoesNotMatch', 200])
  })
})

follows('COS 7730, error answers', { seenOnRealService: 'never' }, () => {
  it('name the code, the decoded path and both ids', async () => {
    const answer = await sendSigned(bucket, { method: 'GET', target: '/%E7%85%A7%20%26.jpg?x=1' })

    const xml = answer.body.toString()
    expect(answer.headers['content-type']).toBe('application/xml')
    expect(xml).toContain('<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>')
    expect(xml).toContain('<Resource>/照 &amp;.jpg</Resource>')
    expect(xml).toContain(`<RequestId>${String(answer.headers['x-cos-request-id'])}</RequestId>`)
    expect(xml).toContain(`<TraceId>${String(answer.headers['x-cos-trace-id'])}</TraceId>`)
  })

  it('show what COS has signed where a signature is wrong, and the server time where it has expired', async () => {
    const key = { secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q', secretKey: 'guessed' }
    const wrong = await sendSigned(bucket, { method: 'GET', target: '/a' }, { key })
    const expired = await sendSigned(bucket, { method: 'GET', target: '/a' }, { keyTime: '1;2' })

    expect(wrong.body.toString()).toContain(
      `<FormatString>get\n/a\n\nhost=${bucket.host.replace(':', '%3A')}\n</FormatString>`,
    )
    expect(expired.body.toString()).toMatch(/<ServerTime>\d{4}-.*Z<\/ServerTime>/)
  })
})
