import { createHash } from 'node:crypto'
import { afterAll, beforeAll } from '@jest/globals'
import { follows } from '../follows.js'
import { sendSigned } from './raw-request.js'
import { refuses } from './refusal.js'
import { BUCKET, REGION, startTestBucket, type TestBucket } from './test-bucket.js'

const KEY = 'photos/a.jpg'
const COPY_SOURCE = `${BUCKET}.cos.${REGION}.myqcloud.com/${KEY}`
const MEGABYTE = 1024 * 1024

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
})

afterAll(() => bucket.close())

follows('COS 7742, 7746, 7747, 7750 and 7740, multipart uploads', { seenOnRealService: 'never' }, () => {
  const initiate = async (): Promise<string> => {
    const { body } = await sendSigned(bucket, { method: 'POST', target: `/multi.jpg?uploads` })
    return /<UploadId>(.*)<\/UploadId>/.exec(body.toString())?.[1] ?? ''
  }
  const complete =
    (parts: (Buffer | undefined)[], named: [partNumber: number, md5Of: Buffer | string][]) => async () => {
      const uploadId = await initiate()
      for (const [index, part] of parts.entries()) {
        if (part)
          await sendSigned(bucket, {
            method: 'PUT',
            target: `/multi.jpg?partNumber=${index + 1}&uploadId=${uploadId}`,
            body: part,
          })
      }
      const xml = named.map(
        ([partNumber, bytes]) =>
          `<Part><PartNumber>${partNumber}</PartNumber><ETag>"${createHash('md5').update(bytes).digest('hex')}"</ETag></Part>`,
      )
      const body = `<CompleteMultipartUpload>${xml.join('')}</CompleteMultipartUpload>`
      return sendSigned(bucket, { method: 'POST', target: `/multi.jpg?uploadId=${uploadId}`, body })
    }
  const large = Buffer.alloc(MEGABYTE)
  const small = Buffer.alloc(MEGABYTE - 1)
  const part = (query: string) => () => sendSigned(bucket, { method: 'PUT', target: `/multi.jpg?${query}`, body: 'x' })

  refuses([
    ['a part of an unknown upload', 404, 'NoSuchUpload', part('partNumber=1&uploadId=unknown')],
    [
      'a part of the upload of another key',
      404,
      'NoSuchUpload',
      async () =>
        sendSigned(bucket, {
          method: 'PUT',
          target: `/other.jpg?partNumber=1&uploadId=${await initiate()}`,
          body: 'x',
        }),
    ],
    ['part 0', 400, 'InvalidArgument', part('partNumber=0&uploadId=unknown')],
    ['part 10,001', 400, 'InvalidArgument', part('partNumber=10001&uploadId=unknown')],
    [
      'listing an unknown upload',
      404,
      'NoSuchUpload',
      () => sendSigned(bucket, { method: 'GET', target: '/multi.jpg?uploadId=unknown' }),
    ],
    [
      'aborting an unknown upload',
      404,
      'NoSuchUpload',
      () => sendSigned(bucket, { method: 'DELETE', target: '/multi.jpg?uploadId=unknown' }),
    ],
    [
      'completing an unknown upload',
      404,
      'NoSuchUpload',
      () =>
        sendSigned(bucket, {
          method: 'POST',
          target: '/multi.jpg?uploadId=unknown',
          body: '<CompleteMultipartUpload/>',
        }),
    ],
    ['completing without parts', 400, 'MalformedXML', complete([], [])],
    [
      'a part that was never uploaded',
      400,
      'InvalidPart',
      complete(
        [large],
        [
          [1, large],
          [2, small],
        ],
      ),
    ],
    ['a part with another ETag', 400, 'InvalidPart', complete([large], [[1, 'other']])],
    [
      'a gap in the numbers',
      400,
      'InvalidPart',
      complete(
        [large, undefined, large],
        [
          [1, large],
          [3, large],
        ],
      ),
    ],
    [
      'parts out of order',
      400,
      'InvalidPartOrder',
      complete(
        [large, large],
        [
          [2, large],
          [1, large],
        ],
      ),
    ],
    [
      'a part below 1 MB that is not the last',
      400,
      'EntityTooSmall',
      complete(
        [small, large],
        [
          [1, small],
          [2, large],
        ],
      ),
    ],
    [
      'a copied part',
      501,
      'NotImplemented',
      () =>
        sendSigned(bucket, {
          method: 'PUT',
          target: '/multi.jpg?partNumber=1&uploadId=u',
          headers: { 'x-cos-copy-source': COPY_SOURCE },
        }),
    ],
  ])
})
