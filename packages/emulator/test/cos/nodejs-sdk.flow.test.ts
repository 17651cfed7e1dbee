import { createHash, randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { follows } from '../follows.js'
import { BUCKET, REGION, SECRET_ID, SECRET_KEY, startTestBucket, type TestBucket } from './test-bucket.js'

const KEY = "照片/2026-11/小明的 相册(1)+a&b=c~'!*.jpg"
const IN_BUCKET = { Bucket: BUCKET, Region: REGION }

let bucket: TestBucket
let cos: COS
let folder: string

beforeAll(async () => {
  bucket = await startTestBucket()
  cos = new COS({ SecretId: SECRET_ID, SecretKey: SECRET_KEY, Domain: bucket.host, Protocol: 'http:', Timeout: 10_000 })
  folder = await mkdtemp(join(tmpdir(), 'photolift-sdk-'))
})

afterAll(async () => {
  await bucket.close()
  rmSync(folder, { recursive: true })
})

follows('cos-nodejs-sdk-v5 3.0.0, unmodified', { seenOnRealService: 'never' }, () => {
  it('puts, reads and deletes an object', async () => {
    const body = Buffer.from('bytes of a photo')

    const put = await cos.putObject({
      ...IN_BUCKET,
      Key: KEY,
      Body: body,
      ContentType: 'image/jpeg',
      ACL: 'private',
      'x-cos-meta-name': encodeURIComponent('小明'),
    })
    const head = await cos.headObject({ ...IN_BUCKET, Key: KEY })
    const got = await cos.getObject({ ...IN_BUCKET, Key: KEY, Range: 'bytes=0-4' })
    const deleted = await cos.deleteObject({ ...IN_BUCKET, Key: KEY })

    expect(put.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`)
    expect(head.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': '16' })
    expect(head.headers?.['x-cos-meta-name']).toBe(encodeURIComponent('小明'))
    expect(got.statusCode).toBe(206)
    expect(got.Body.toString()).toBe('bytes')
    expect(deleted.statusCode).toBe(204)
    await expect(cos.headObject({ ...IN_BUCKET, Key: KEY })).rejects.toMatchObject({ statusCode: 404 })
  })

  it('copies an object under a condition', async () => {
    const { ETag: etag } = await cos.putObject({
      ...IN_BUCKET,
      Key: 'incoming/a b.jpg',
      Body: 'photo',
      ACL: 'public-read',
    })
    const copy = {
      ...IN_BUCKET,
      Key: 'final/a.jpg',
      // The SDK takes no other host for a source.
      CopySource: `${BUCKET}.cos.${REGION}.myqcloud.com/${encodeURIComponent('incoming/a b.jpg')}`,
      MetadataDirective: 'Replaced',
      ContentType: 'image/jpeg',
    } as const

    const copied = await cos.putObjectCopy({ ...copy, CopySourceIfMatch: etag })

    expect(copied.ETag).toBe(etag)
    expect(bucket.store.getObject('final/a.jpg')).toMatchObject({
      acl: 'default',
      headers: { 'content-type': 'image/jpeg' },
    })
    await expect(cos.putObjectCopy({ ...copy, CopySourceIfMatch: '"other"' })).rejects.toMatchObject({
      statusCode: 412,
      code: 'PreconditionFailed',
    })
  })

  it('deletes many objects at once, absent ones too', async () => {
    await cos.putObject({ ...IN_BUCKET, Key: 'many/一 & <1>', Body: 'x' })

    const deleted = await cos.deleteMultipleObject({
      ...IN_BUCKET,
      Objects: [{ Key: 'many/一 & <1>' }, { Key: 'many/absent' }],
    })

    expect(deleted.Deleted.map(({ Key }) => Key)).toEqual(['many/一 & <1>', 'many/absent'])
    expect(bucket.store.getObject('many/一 & <1>')).toBeUndefined()
  })

  it('lists a bucket page by page, with common prefixes', async () => {
    for (const name of ['1/a', '1/b', '2/a', '3', '4']) {
      await cos.putObject({ ...IN_BUCKET, Key: `list/${name}`, Body: name })
    }

    const first = await cos.getBucket({ ...IN_BUCKET, Prefix: 'list/', Delimiter: '/', MaxKeys: 3 })
    const second = await cos.getBucket({
      ...IN_BUCKET,
      Prefix: 'list/',
      Delimiter: '/',
      MaxKeys: 3,
      Marker: String(first.NextMarker),
    })

    expect(first.IsTruncated).toBe('true')
    expect(first.CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(['list/1/', 'list/2/'])
    expect(first.Contents.map(({ Key }) => Key)).toEqual(['list/3'])
    expect(second.IsTruncated).toBe('false')
    expect(second.Contents.map(({ Key }) => Key)).toEqual(['list/4'])
  })

  it('uploads in parts, call by call', async () => {
    const parts = [Buffer.alloc(1024 * 1024, 'a'), Buffer.from('the last part may be short')]
    const target = { ...IN_BUCKET, Key: 'multi/分块.bin' }

    const { UploadId } = await cos.multipartInit({ ...target, ContentType: 'image/heic' })
    const uploaded = []
    for (const [index, Body] of parts.entries()) {
      const { ETag } = await cos.multipartUpload({ ...target, UploadId, PartNumber: index + 1, Body })
      uploaded.push({ PartNumber: index + 1, ETag })
    }
    const listed = await cos.multipartListPart({ ...target, UploadId })
    const uploads = await cos.multipartList({ ...IN_BUCKET, Prefix: 'multi/', Delimiter: '' })
    const completed = await cos.multipartComplete({ ...target, UploadId, Parts: uploaded })
    const got = await cos.getObject(target)

    expect(listed.Part.map(({ Size }) => String(Size))).toEqual(parts.map(({ length }) => String(length)))
    expect(uploads.Upload.map((upload) => upload.UploadId)).toEqual([UploadId])
    expect(completed.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    expect(got.Body.equals(Buffer.concat(parts))).toBe(true)
    expect(got.headers?.['content-type']).toBe('image/heic')
  })

  it('aborts an upload in parts', async () => {
    const target = { ...IN_BUCKET, Key: 'multi/aborted.bin' }
    const { UploadId } = await cos.multipartInit(target)

    const aborted = await cos.multipartAbort({ ...target, UploadId })

    expect(aborted.statusCode).toBe(204)
    await expect(cos.multipartListPart({ ...target, UploadId })).rejects.toMatchObject({ code: 'NoSuchUpload' })
  })

  it('uploads a file by sliceUploadFile', async () => {
    const bytes = randomBytes(3 * 1024 * 1024 + 7)
    const file = join(folder, 'photo.bin')
    writeFileSync(file, bytes)

    const uploaded = await cos.sliceUploadFile({
      ...IN_BUCKET,
      Key: 'slice/photo.bin',
      FilePath: file,
      SliceSize: 1024 * 1024,
    })

    expect(uploaded.ETag).toMatch(/-4"$/)
    const got = await cos.getObject({ ...IN_BUCKET, Key: 'slice/photo.bin' })
    expect(got.Body.equals(bytes)).toBe(true)
  })

  it('makes links that can be fetched', async () => {
    await cos.putObject({ ...IN_BUCKET, Key: KEY, Body: 'linked', ContentType: 'text/plain' })

    const plain = cos.getObjectUrl({ ...IN_BUCKET, Key: KEY, Sign: true }, () => undefined)
    const download = cos.getObjectUrl(
      { ...IN_BUCKET, Key: KEY, Sign: true, Query: { 'response-content-disposition': 'attachment; filename=a.jpg' } },
      () => undefined,
    )
    const answers = [await fetch(plain), await fetch(download)]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await answers[0]?.text()).toBe('linked')
    expect(answers[1]?.headers.get('content-disposition')).toBe('attachment; filename=a.jpg')
  })

  it('works with a temporary key, in headers and in links', async () => {
    const { credentials } = bucket.temporaryKeys.issue({
      stsPolicy: {
        version: '2.0',
        statement: [
          {
            effect: 'allow',
            action: ['name/cos:PutObject', 'name/cos:GetObject'],
            resource: [`qcs::cos:${REGION}:uid/1250000000:${BUCKET}/u/1001/*`],
          },
        ],
      },
      nowMs: Date.now(),
    })
    const temporary = new COS({
      SecretId: credentials.tmpSecretId,
      SecretKey: credentials.tmpSecretKey,
      SecurityToken: credentials.sessionToken,
      Domain: bucket.host,
      Protocol: 'http:',
      Timeout: 10_000,
    })

    const put = await temporary.putObject({ ...IN_BUCKET, Key: 'u/1001/a.jpg', Body: 'mine' })
    const link = temporary.getObjectUrl({ ...IN_BUCKET, Key: 'u/1001/a.jpg', Sign: true }, () => undefined)

    expect(put.statusCode).toBe(200)
    expect(await (await fetch(link)).text()).toBe('mine')
    await expect(temporary.putObject({ ...IN_BUCKET, Key: 'u/1002/a.jpg', Body: 'not mine' })).rejects.toMatchObject({
      statusCode: 403,
      code: 'AccessDenied',
    })
  })

  it('sets, reads and deletes CORS rules', async () => {
    const rule = {
      AllowedOrigin: ['https://h5.example.com'],
      AllowedMethod: ['GET', 'POST'],
      AllowedHeader: ['*'],
      ExposeHeader: ['ETag'],
      MaxAgeSeconds: 600,
    }

    await cos.putBucketCors({ ...IN_BUCKET, CORSRules: [rule] })
    const read = await cos.getBucketCors(IN_BUCKET)
    await cos.deleteBucketCors(IN_BUCKET)

    expect(read.CORSRules).toMatchObject([{ AllowedOrigins: ['https://h5.example.com'], MaxAgeSeconds: '600' }])
    expect((await cos.getBucketCors(IN_BUCKET)).CORSRules).toEqual([])
  })
})
