import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import sharp from 'sharp'
import { follows } from '../follows.js'
import { type RawAnswer, sendSigned } from './raw-request.js'
import { BUCKET, REGION, SECRET_ID, SECRET_KEY, startTestBucket, type TestBucket } from './test-bucket.js'

const HEIC = readFileSync(join(__dirname, 'fixtures/flower.heic'))

let bucket: TestBucket

beforeAll(async () => {
  bucket = await startTestBucket()
  // 60 × 30 as stored, 30 × 60 as seen: orientation 6 means «turn right».
  const photo = () => sharp({ create: { width: 60, height: 30, channels: 3, background: 'teal' } })
  const jpeg = await photo().jpeg().withMetadata({ orientation: 6 }).toBuffer()
  await store('/photo.jpg', jpeg)
  await store('/photo.png', await photo().png().toBuffer())
  await store('/photo.heic', HEIC)
  await store('/drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))
})

afterAll(() => bucket.close())

follows('CI 6924, imageMogr2', { seenOnRealService: 'never' }, () => {
  it.each([
    ['imageMogr2/thumbnail/30x', '/photo.jpg', { format: 'jpeg', width: 30, height: 15, orientation: 6 }],
    ['imageMogr2/auto-orient', '/photo.jpg', { format: 'jpeg', width: 30, height: 60, orientation: 1 }],
    ['imageMogr2/auto-orient/thumbnail/x30', '/photo.jpg', { format: 'jpeg', width: 15, height: 30, orientation: 1 }],
    [
      'imageMogr2/auto-orient|imageMogr2/thumbnail/20x20>/strip/format/webp/quality/80',
      '/photo.jpg',
      { format: 'webp', width: 10, height: 20, orientation: undefined },
    ],
    [
      'imageMogr2/thumbnail/20x|imageMogr2/thumbnail/!50p',
      '/photo.jpg',
      { format: 'jpeg', width: 10, height: 5, orientation: 6 },
    ],
    ['imageMogr2/strip', '/photo.jpg', { format: 'jpeg', width: 60, height: 30, orientation: undefined }],
    ['imageMogr2/format/jpg', '/photo.png', { format: 'jpeg', width: 60, height: 30, orientation: 1 }],
    ['imageMogr2/format/gif', '/photo.png', { format: 'gif', width: 60, height: 30, orientation: undefined }],
    ['imageMogr2/thumbnail/48x', '/photo.heic', { format: 'jpeg', width: 48, height: 32, orientation: 1 }],
    ['imageMogr2/thumbnail/48x/format/webp', '/photo.heic', { format: 'webp', width: 48, height: 32, orientation: 1 }],
  ])('%s of %s', async (operation, target, expected) => {
    const answer = await process(target, operation)

    const { format, width, height, orientation } = await sharp(answer.body).metadata()
    expect({ format, width, height, orientation }).toEqual(expected)
    expect(answer.headers['content-type']).toBe(`image/${format}`)
  })

  it('keeps the frames of a GIF', async () => {
    const frames = ['red', 'green', 'blue'].map((background) => ({
      create: { width: 40, height: 20, channels: 3 as const, background },
    }))
    const pngs = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()))
    await store(
      '/moving.gif',
      await sharp(pngs, { join: { animated: true } })
        .gif()
        .toBuffer(),
    )

    const answer = await process('/moving.gif', 'imageMogr2/thumbnail/20x')

    const { format, width, pageHeight, pages } = await sharp(answer.body, { animated: true }).metadata()
    expect({ format, width, pageHeight, pages }).toEqual({ format: 'gif', width: 20, pageHeight: 10, pages: 3 })
  })

  it('gives a derivative an ETag of its own', async () => {
    const answer = await process('/photo.jpg', 'imageMogr2/thumbnail/30x')

    expect(answer.headers['etag']).not.toBe(`"${bucket.store.getObject('photo.jpg')?.etag}"`)
  })

  it('makes smaller files of lower quality', async () => {
    const coarse = await process('/photo.heic', 'imageMogr2/quality/5')
    const fine = await process('/photo.heic', 'imageMogr2/quality/95!')

    expect(coarse.body.length).toBeLessThan(fine.body.length)
  })

  it('gives the original under ignore-error', async () => {
    const answer = await process('/drawing.svg', 'imageMogr2/thumbnail/30x/ignore-error/1')

    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toContain('<svg')
  })

  it('refuses a drawing, which CI does not take for an image', async () => {
    const answer = await process('/drawing.svg', 'imageMogr2/thumbnail/30x')

    expect(answer).toMatchObject({ status: 400, code: 'InvalidImageFormat' })
  })

  it('refuses a HEIC file that is cut off, and keeps standard output clean', async () => {
    await store('/cut.heic', HEIC.subarray(0, 500))

    const standardOutput = jest.spyOn(console, 'log')
    const standardError = jest.spyOn(console, 'error').mockReturnValue()

    const answer = await process('/cut.heic', 'imageMogr2/thumbnail/30x')

    expect(standardOutput).not.toHaveBeenCalled()
    expect(standardError).toHaveBeenCalled()
    expect(answer).toMatchObject({ status: 400, code: 'InvalidImageFormat' })
  })

  it('refuses a result with too long a side', async () => {
    const answer = await process('/photo.jpg', 'imageMogr2/thumbnail/60000x')

    expect(answer).toMatchObject({ status: 400, code: 'ImageResolutionExceed' })
  })

  it('takes a link whose signature covers the operation, and no other operation', async () => {
    const operation = 'imageMogr2/thumbnail/30x/format/webp'
    const cos = new COS({ SecretId: SECRET_ID, SecretKey: SECRET_KEY, Domain: bucket.host, Protocol: 'http:' })
    const link = await new Promise<string>((resolve, reject) => {
      const params = { Bucket: BUCKET, Region: REGION, Key: 'photo.jpg', Sign: true, Query: { [operation]: '' } }
      cos.getObjectUrl(params, (error, { Url }) => (error ? reject(error) : resolve(Url)))
    })

    const signed = await fetch(link)
    const changed = await fetch(link.replace('30x', '60x'))

    expect(signed.headers.get('content-type')).toBe('image/webp')
    expect(changed.status).toBe(403)
  })
})

follows('CI 6927, imageInfo', { seenOnRealService: 'never' }, () => {
  it.each([
    ['/photo.jpg', { format: 'jpeg', width: '60', height: '30' }],
    ['/photo.png', { format: 'png', width: '60', height: '30' }],
    ['/photo.heic', { format: 'heic', width: '96', height: '64' }],
  ])('describes %s', async (target, expected) => {
    const answer = await process(target, 'imageInfo')

    expect(JSON.parse(answer.body.toString())).toMatchObject({ ...expected, frame_count: '1' })
  })
})

async function store(target: string, body: Buffer): Promise<void> {
  await sendSigned(bucket, { method: 'PUT', target, body })
}

function process(target: string, operation: string): Promise<RawAnswer> {
  return sendSigned(bucket, { method: 'GET', target: `${target}?${encodeURIComponent(operation)}` })
}
