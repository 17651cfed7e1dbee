import { describe, expect, it } from '@jest/globals'
import { bucketUrl } from './bucket.js'

const BUCKET = { bucket: 'photos-1250000000', region: 'ap-guangzhou' }

describe('the URL of a bucket', () => {
  it('is at COS itself where no endpoint is given', () => {
    expect(bucketUrl(BUCKET).href).toBe('https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/')
  })

  it('is at the endpoint where one is given', () => {
    expect(bucketUrl({ ...BUCKET, endpoint: 'http://127.0.0.1:9000' }).host).toBe('127.0.0.1:9000')
  })

  it.each([
    { ...BUCKET, bucket: 'photos' },
    { ...BUCKET, bucket: 'photos-1250000000.evil.example' },
    { ...BUCKET, region: 'ap-guangzhou.evil.example' },
    { ...BUCKET, endpoint: 'photos.example.com' },
    { ...BUCKET, endpoint: 'ftp://photos.example.com' },
    { ...BUCKET, endpoint: 'https://photos.example.com/folder' },
    { ...BUCKET, endpoint: 'https://user:password@photos.example.com' },
  ])('does not exist for $bucket in $region at $endpoint', (bucket) => {
    expect(() => bucketUrl(bucket)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })
})
