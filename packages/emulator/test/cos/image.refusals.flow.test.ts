import { afterAll, beforeAll } from '@jest/globals'
import { follows } from '../follows.js'
import { sendSigned } from './raw-request.js'
import { refuses } from './refusal.js'
import { startTestBucket, type TestBucket } from './test-bucket.js'

const KEY = 'photos/a.jpg'

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  await sendSigned(bucket, { method: 'PUT', target: `/${KEY}`, body: 'a photo' })
})

afterAll(() => bucket.close())

follows('CI 6924, image processing', { seenOnRealService: 'never' }, () => {
  const process =
    (operation: string, target = `/${KEY}`) =>
    () =>
      sendSigned(bucket, { method: 'GET', target: `${target}?${encodeURIComponent(operation)}` })

  refuses([
    ['an object that is no image', 400, 'InvalidImageFormat', process('imageMogr2/thumbnail/100x')],
    ['the facts of an object that is no image', 400, 'InvalidImageFormat', process('imageInfo')],
    ['an absent object', 404, 'NoSuchKey', process('imageMogr2/thumbnail/100x', '/absent')],
    ['an unknown operation', 400, 'InvalidArgument', process('imageView2/1/w/100')],
    ['an unknown parameter', 400, 'InvalidArgument', process('imageMogr2/blur/8x5')],
    ['a thumbnail that is none', 400, 'InvalidArgument', process('imageMogr2/thumbnail/large')],
    ['a thumbnail of nothing', 400, 'InvalidArgument', process('imageMogr2/thumbnail/0x')],
    ['a format that does not exist', 400, 'InvalidArgument', process('imageMogr2/format/psd')],
    ['a quality above 100', 400, 'InvalidArgument', process('imageMogr2/quality/101')],
    ['more than 10 operations', 400, 'InvalidArgument', process(Array(11).fill('imageMogr2/strip').join('|'))],
    [
      'content auditing',
      501,
      'NotImplemented',
      () => sendSigned(bucket, { method: 'GET', target: `/${KEY}?ci-process=sensitive-content-recognition` }),
    ],
  ])
})
