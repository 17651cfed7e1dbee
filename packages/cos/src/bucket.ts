import { AppError } from '@photolift/contracts'

/** Where a bucket is. */
export interface CosBucket {
  /** `<name>-<appid>`, such as `photos-1250000000`. */
  bucket: string
  /** Such as `ap-guangzhou`. */
  region: string
  /** Origin of another endpoint for the same bucket: an emulator or a custom domain. COS's own host when absent. */
  endpoint?: string
}

/** A key pair, permanent, or temporary with its session token. */
export interface CosCredential {
  secretId: string
  secretKey: string
  cosSessionToken?: string
}

/** COS's own host of a bucket; copy sources are named by it whatever the endpoint is. */
export function cosHost({ bucket, region }: CosBucket): string {
  return `${bucket}.cos.${region}.myqcloud.com`
}

/**
 * The URL under which a bucket's objects lie; its `host` is what signatures name.
 *
 * @throws AppError INTERNAL for a bucket, region or endpoint that cannot be one
 */
export function bucketUrl(bucket: CosBucket): URL {
  if (!/^[a-z0-9][a-z0-9-]*-\d+$/.test(bucket.bucket)) {
    throw new AppError('INTERNAL', `COS bucket ${bucket.bucket} does not look like photos-1250000000`)
  }
  if (!/^[a-z0-9-]+$/.test(bucket.region)) {
    throw new AppError('INTERNAL', `COS region ${bucket.region} does not look like ap-guangzhou`)
  }
  if (bucket.endpoint === undefined) return new URL(`https://${cosHost(bucket)}`)

  const url = URL.parse(bucket.endpoint)
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new AppError('INTERNAL', 'COS endpoint is not an origin such as https://photos.example.com')
  }
  return url
}
