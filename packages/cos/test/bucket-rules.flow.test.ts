import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import COS from 'cos-nodejs-sdk-v5'
import { readCorsRules, readLifecycleRules, webPageCorsRule, writeCorsRules } from '../src/bucket-rules.js'

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

const credential = () => ({ secretId: emulator.cos.secretId, secretKey: emulator.cos.secretKey })

/** The SDK itself writes what our reader reads. */
function sdk() {
  const { endpoint, bucket, region, secretId, secretKey } = emulator.cos
  const cos = new COS({ SecretId: secretId, SecretKey: secretKey, Domain: new URL(endpoint).host, Protocol: 'http:' })
  return { cos, here: { Bucket: bucket, Region: region } }
}

describe("a bucket's rules", () => {
  it('are none where there are none', async () => {
    await expect(readCorsRules(emulator.cos, credential())).resolves.toEqual([])
    await expect(readLifecycleRules(emulator.cos, credential())).resolves.toEqual([])
  })

  it('are what was set, one or several', async () => {
    const { cos, here } = sdk()
    const one = { AllowedOrigin: ['https://team.example.com'], AllowedMethod: ['POST'], AllowedHeader: ['*'] }
    const exposing = { ...one, ExposeHeader: ['ETag', 'x-cos-request-id'] }
    await cos.putBucketCors({ ...here, CORSRules: [exposing, { ...exposing, MaxAgeSeconds: 7_200 }] })
    await cos.putBucketLifecycle({
      ...here,
      Rules: [
        { ID: 'a', Status: 'Enabled', Filter: { Prefix: 'incoming/' }, Expiration: { Days: '1' } },
        {
          ID: 'b',
          Status: 'Disabled',
          Filter: { Prefix: '' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: '3' },
        },
      ],
    } as never)

    const read = {
      allowedOrigins: ['https://team.example.com'],
      allowedMethods: ['POST'],
      allowedHeaders: ['*'],
      exposeHeaders: ['ETag', 'x-cos-request-id'],
    }
    await expect(readCorsRules(emulator.cos, credential())).resolves.toEqual([read, { ...read, maxAgeSeconds: 7_200 }])
    await expect(readLifecycleRules(emulator.cos, credential())).resolves.toEqual([
      { isEnabled: true, prefix: 'incoming/', expirationDays: 1 },
      { isEnabled: false, prefix: '', abortUploadsAfterDays: 3 },
    ])
  })

  it('are read as they were written', async () => {
    const rule = {
      allowedOrigins: ['https://team.example.com', 'https://*.example.com'],
      allowedMethods: ['POST', 'PUT'],
      allowedHeaders: ['*'],
      exposeHeaders: ['ETag'],
    }

    await writeCorsRules(emulator.cos, credential(), [rule, { ...rule, maxAgeSeconds: 600 }])

    await expect(readCorsRules(emulator.cos, credential())).resolves.toEqual([rule, { ...rule, maxAgeSeconds: 600 }])
  })

  it('let a web page do what it needs, once the rule for it is written', async () => {
    const rule = webPageCorsRule(['https://team.example.com'])
    await writeCorsRules(emulator.cos, credential(), [rule])

    const { headers } = await fetch(`${emulator.cos.endpoint}/photos/a.jpg`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://team.example.com',
        'access-control-request-method': 'HEAD',
        'access-control-request-headers': 'range',
      },
    })

    await expect(readCorsRules(emulator.cos, credential())).resolves.toEqual([rule])
    expect(headers.get('access-control-allow-methods')).toMatch(/HEAD/)
    expect(headers.get('access-control-max-age')).toBe('7200')
    expect(headers.get('access-control-expose-headers')).toBe('ETag,x-cos-request-id')
  })

  it('are refused to a wrong key', async () => {
    const wrong = { ...credential(), secretKey: 'wrong' }

    await expect(readCorsRules(emulator.cos, wrong)).rejects.toMatchObject({ cosErrorCode: 'SignatureDoesNotMatch' })
    await expect(readLifecycleRules(emulator.cos, wrong)).rejects.toMatchObject({
      cosErrorCode: 'SignatureDoesNotMatch',
    })
  })
})
