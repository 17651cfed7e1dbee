import COS from 'cos-nodejs-sdk-v5'
import type { CosAccess } from '../src/index.js'

/** Tencent's own SDK, pointed at the emulator. */
export function cosClient({ endpoint, secretId, secretKey }: CosAccess, options: COS.COSOptions = {}): COS {
  return new COS({
    SecretId: secretId,
    SecretKey: secretKey,
    Domain: new URL(endpoint).host,
    Protocol: 'http:',
    Timeout: 10_000,
    ...options,
  })
}

/** The parameters that every call of the SDK wants. */
export function bucketOf({ bucket, region }: CosAccess): { Bucket: string; Region: string } {
  return { Bucket: bucket, Region: region }
}
