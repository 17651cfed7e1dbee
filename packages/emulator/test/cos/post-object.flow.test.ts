import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { follows } from '../follows.js'
import { type FormPart, filePart, formBody, policyFields, sendForm } from './form-upload.js'
import { keyTimeAt, sign } from './raw-request.js'
import { BUCKET, REGION, startTestBucket, type TestBucket } from './test-bucket.js'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
})

afterAll(() => bucket.close())

follows('COS 14690, POST Object', { seenOnRealService: 'never' }, () => {
  it('stores the file with what the fields say, and answers with its ETag', async () => {
    const fields = { key: 'post/照片.jpg', 'Content-Type': 'image/jpeg', acl: 'private', success_action_status: '200' }

    const answer = await sendForm(bucket, [...policyFields(bucket.nowMs(), { fields }), filePart('photo')])

    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '0', server: 'tencent-cos' } })
    expect(answer.headers['etag']).toBe(`"${md5('photo')}"`)
    expect(answer.headers['location']).toBe(`http://${bucket.host}/post/%E7%85%A7%E7%89%87.jpg`)
    expect(bucket.store.getObject('post/照片.jpg')).toMatchObject({
      byteLength: 5,
      etag: md5('photo'),
      acl: 'private',
      storageClass: 'STANDARD',
      headers: { 'content-type': 'image/jpeg' },
    })
  })

  it.each([
    ['1', [1, 1]],
    ['12345', [1, 5]],
    ['12345', [5, 9]],
    ['', [0, 0]],
  ])('takes %j where %j bytes are allowed', async (file, [min, max]) => {
    const parts = policyFields(bucket.nowMs(), { moreConditions: [['content-length-range', min, max]] })

    const answer = await sendForm(bucket, [...parts, filePart(file)])

    expect(answer.status).toBe(204)
  })

  // What no policy names is accepted. Whoever relies on a form alone must know it: see confirm.
  it.each<[FormPart, object]>([
    [{ name: 'acl', value: 'public-read' }, { acl: 'public-read' }],
    [{ name: 'x-cos-acl', value: 'public-read' }, { acl: 'public-read' }],
    [{ name: 'x-cos-grant-read', value: 'id="100000000002"' }, { grants: { 'x-cos-grant-read': 'id="100000000002"' } }],
    [{ name: 'x-cos-meta-note', value: '备注' }, { metadata: { 'x-cos-meta-note': '备注' } }],
    [{ name: 'x-cos-storage-class', value: 'STANDARD_IA' }, { storageClass: 'STANDARD_IA' }],
    [{ name: 'Cache-Control', value: 'max-age=60' }, { headers: { 'cache-control': 'max-age=60' } }],
    [{ name: 'Content-Type', value: 'text/html' }, { headers: { 'content-type': 'text/html' } }],
    [{ name: 'x-anything', value: 'else' }, { metadata: {} }],
  ])('accepts and remembers the field %j that its policy does not name', async (field, remembered) => {
    const answer = await sendForm(bucket, [field, ...policyFields(bucket.nowMs()), filePart('photo')])

    expect(answer.status).toBe(204)
    expect(bucket.store.getObject('incoming/a.jpg')).toMatchObject(remembered)
  })

  it('redirects to an address that its policy does not name', async () => {
    const redirect = { name: 'success_action_redirect', value: 'https://app.example.com/done?x=1' }

    const answer = await sendForm(bucket, [redirect, ...policyFields(bucket.nowMs()), filePart('photo')])

    const query = `x=1&bucket=${BUCKET}&key=incoming%2Fa.jpg&etag=%22${md5('photo')}%22`
    expect(answer).toMatchObject({ status: 303, headers: { location: `https://app.example.com/done?${query}` } })
  })

  it.each([
    ['200', 200],
    ['201', 201],
    ['204', 204],
    ['418', 204],
  ])('answers success_action_status %s with %i', async (success_action_status, status) => {
    const fields = { key: 'incoming/a.jpg', success_action_status }

    const answer = await sendForm(bucket, [...policyFields(bucket.nowMs(), { fields }), filePart('photo')])

    expect(answer.status).toBe(status)
  })

  it('puts the file name into the key before the policy is judged', async () => {
    const parts = policyFields(bucket.nowMs(), { fields: {}, moreConditions: [['starts-with', '$key', 'u/1001/']] })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: COS's own placeholder
    const key = { name: 'key', value: 'u/1001/${filename}' }

    const answer = await sendForm(bucket, [key, ...parts, filePart('photo', '小明 1.jpg')])

    expect(answer.status).toBe(204)
    expect(bucket.store.getObject('u/1001/小明 1.jpg')).toBeDefined()
  })

  it('judges and stores the first of two fields of one name', async () => {
    const second = { name: 'KEY', value: 'incoming/other.jpg' }

    const answer = await sendForm(bucket, [...policyFields(bucket.nowMs()), second, filePart('photo')])

    expect(answer.status).toBe(204)
    expect(bucket.store.getObject('incoming/other.jpg')).toBeUndefined()
  })

  it('does not see fields after the file', async () => {
    const late = { name: 'acl', value: 'public-read' }

    const answer = await sendForm(bucket, [...policyFields(bucket.nowMs()), filePart('photo'), late])

    expect(answer.status).toBe(204)
    expect(bucket.store.getObject('incoming/a.jpg')?.acl).toBe('default')
  })

  it('takes a form again with other bytes until the policy expires', async () => {
    const parts = policyFields(bucket.nowMs())

    const answers = [
      await sendForm(bucket, [...parts, filePart('first')]),
      await sendForm(bucket, [...parts, filePart('other')]),
    ]

    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    expect(bucket.store.getObject('incoming/a.jpg')?.etag).toBe(md5('other'))
  })

  it('takes a form of the wx SDK: a Signature field, no policy, an empty Content-Type', async () => {
    const authorization = sign(
      { method: 'POST', target: '/', headers: { Host: bucket.host } },
      { keyTime: keyTimeAt(bucket.nowMs()) },
    )
    const fields = { key: 'wx/a.jpg', success_action_status: '200', Signature: authorization, 'Content-Type': '' }

    const answer = await sendForm(bucket, [
      ...Object.entries(fields).map(([name, value]) => ({ name, value })),
      filePart('photo'),
    ])

    expect(answer.status).toBe(200)
    expect(bucket.store.getObject('wx/a.jpg')?.headers).toEqual({})
  })

  it('takes a path-style link that holds the key, as 云托管 gives it', async () => {
    const authorization = sign({ method: 'POST', target: '/' }, { keyTime: keyTimeAt(bucket.nowMs()) })
    const fields = { key: 'cloud/a.jpg', Signature: authorization }
    const parts = [...Object.entries(fields).map(([name, value]) => ({ name, value })), filePart('photo')]

    const answer = await sendForm(bucket, parts, {
      target: `/${BUCKET}/cloud/a.jpg`,
      host: `cos.${REGION}.myqcloud.com`,
    })

    expect(answer.status).toBe(204)
    expect(bucket.store.getObject('cloud/a.jpg')).toBeDefined()
  })

  it('takes a form with a temporary key whose STS policy allows it', async () => {
    const resource = `qcs::cos:${REGION}:uid/1250000000:${BUCKET}/incoming/*`
    const stsPolicy = { version: '2.0', statement: [{ effect: 'allow', action: 'name/cos:PostObject', resource }] }
    const { credentials } = bucket.temporaryKeys.issue({ stsPolicy, nowMs: bucket.nowMs() })
    const key = {
      secretId: credentials.tmpSecretId,
      secretKey: credentials.tmpSecretKey,
      sessionToken: credentials.sessionToken,
    }

    const answer = await sendForm(bucket, [...policyFields(bucket.nowMs(), { key }), filePart('photo')])

    expect(answer.status).toBe(204)
  })

  it('keeps nothing of an upload that breaks off', async () => {
    const parts = policyFields(bucket.nowMs(), { fields: { key: 'broken.jpg' } })
    const body = formBody([...parts, filePart(Buffer.alloc(500_000))])
    const [host = '', port] = bucket.host.split(':')
    const socket = connect({ host, port: Number(port) })
    const contentType = 'multipart/form-data; boundary=----photolift-test-boundary'

    socket.write(
      `POST / HTTP/1.1\r\nHost: ${bucket.host}\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    await new Promise((resolve) => socket.write(body.subarray(0, 400_000), resolve))
    await new Promise<void>((resolve) => {
      socket.on('close', () => resolve())
      socket.destroy()
    })
    const next = await sendForm(bucket, [...policyFields(bucket.nowMs()), filePart('photo')])

    expect(next.status).toBe(204)
    expect(bucket.store.getObject('broken.jpg')).toBeUndefined()
  })
})

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
