import { afterEach, beforeEach, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { follows } from '../follows.js'
import { sendSigned } from './raw-request.js'
import { md5Base64, refuses } from './refusal.js'
import { BUCKET, REGION, SECRET_ID, SECRET_KEY, startTestBucket, type TestBucket } from './test-bucket.js'

let bucket: TestBucket

beforeEach(async () => {
  bucket = await startTestBucket()
})
afterEach(() => bucket.close())

const put = (rule: string, headers?: Record<string, string>) => () => {
  const xml = `<LifecycleConfiguration>${rule}</LifecycleConfiguration>`
  const md5 = { 'Content-MD5': md5Base64(xml) }
  return sendSigned(bucket, { method: 'PUT', target: '/?lifecycle', headers: headers ?? md5, body: xml })
}
const get = () => sendSigned(bucket, { method: 'GET', target: '/?lifecycle' })
const DAY = '<Expiration><Days>1</Days></Expiration>'

follows('COS 8278, 8280 and 8284, lifecycle', { seenOnRealService: 'never' }, () => {
  it('keeps rules as the SDK writes and reads them, until they are deleted', async () => {
    const cos = new COS({ SecretId: SECRET_ID, SecretKey: SECRET_KEY, Domain: bucket.host, Protocol: 'http:' })
    const inBucket = { Bucket: BUCKET, Region: REGION }
    const Rules = [
      { ID: 'incoming', Status: 'Enabled' as const, Filter: { Prefix: 'incoming/' }, Expiration: { Days: '1' } },
      {
        ID: 'parts',
        Status: 'Disabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: '2' },
      },
    ]

    await cos.putBucketLifecycle({ ...inBucket, Rules })
    const read = await cos.getBucketLifecycle(inBucket)
    await cos.deleteBucketLifecycle(inBucket)

    expect(read.Rules).toEqual(Rules)
    expect((await get()).code).toBe('NoSuchLifecycleConfiguration')
  })

  it('takes an empty filter for the whole bucket', async () => {
    await put(`<Rule><Filter/><Status>Enabled</Status>${DAY}</Rule>`)()

    expect((await get()).body.toString()).toContain(
      `<Rule><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>${DAY}</Rule>`,
    )
  })

  refuses([
    ['a bucket without rules', 404, 'NoSuchLifecycleConfiguration', get],
    [
      'a body without Content-MD5',
      400,
      'MissingContentMD5',
      put(`<Rule><Filter/><Status>Enabled</Status>${DAY}</Rule>`, {}),
    ],
    ['no rule', 400, 'MalformedXML', put('')],
    ['a rule without a filter', 400, 'MalformedXML', put(`<Rule><Status>Enabled</Status>${DAY}</Rule>`)],
    ['a rule without a status', 400, 'MalformedXML', put(`<Rule><Filter/>${DAY}</Rule>`)],
    ['a rule that does nothing', 400, 'MalformedXML', put('<Rule><Filter/><Status>Enabled</Status></Rule>')],
    [
      'a rule of no days',
      400,
      'MalformedXML',
      put('<Rule><Filter/><Status>Enabled</Status><Expiration><Days>0</Days></Expiration></Rule>'),
    ],
    [
      'a rule with a filter by tag',
      501,
      'NotImplemented',
      put(`<Rule><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><Status>Enabled</Status>${DAY}</Rule>`),
    ],
    [
      'a transition',
      501,
      'NotImplemented',
      put('<Rule><Filter/><Status>Enabled</Status><Transition><Days>1</Days></Transition></Rule>'),
    ],
  ])
})
