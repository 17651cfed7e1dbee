import type { CosBucket, CosCredential } from './bucket.js'
import { createCosDriver } from './cos-driver.js'
import { fixedCredential } from './credential-source.js'

/** One rule of what web pages may do with a bucket. */
export interface CorsRule {
  /** Origins, with one `*` at most each. */
  allowedOrigins: readonly string[]
  allowedMethods: readonly string[]
  allowedHeaders: readonly string[]
  exposeHeaders: readonly string[]
  /** How long a browser remembers the answer; where it is absent, Chromium asks again after five seconds. */
  maxAgeSeconds?: number
}

/**
 * The rule that a web page needs: forms and parts go up, what was stored is read, and the engine sees ETag and request id.
 * docs/deploy.md says the same for the console.
 *
 * @param origins of the page
 */
export function webPageCorsRule(origins: readonly string[]): Required<CorsRule> {
  return {
    allowedOrigins: origins,
    allowedMethods: ['POST', 'PUT', 'GET', 'HEAD'],
    allowedHeaders: ['*'],
    exposeHeaders: ['ETag', 'x-cos-request-id'],
    // Chrome remembers an answer for two hours at most.
    maxAgeSeconds: 7_200,
  }
}

/** One rule of what a bucket does with objects by itself, as far as we look at it. */
export interface LifecycleRule {
  isEnabled: boolean
  /** Of the keys that it is about; empty for all. */
  prefix: string
  /** Days after which an object goes. */
  expirationDays?: number
  /** Days after which the parts of an upload go that nobody completed. */
  abortUploadsAfterDays?: number
}

/**
 * Reads the rules of a bucket, for those who look whether it is set up as it must be; a bucket without rules has none.
 *
 * @throws AppError as the calls of ObjectStore; COS's `AccessDenied` where the key pair may not read them
 * @see https://cloud.tencent.com/document/product/436/8274 (GET Bucket cors)
 */
export async function readCorsRules(bucket: CosBucket, credential: CosCredential): Promise<CorsRule[]> {
  const { CORSRules } = await driverOf(bucket, credential)((cos) => cos.getBucketCors(nameOf(bucket)))
  return listOf(CORSRules).map((rule) => {
    const maxAgeSeconds = wholeOf(rule, 'MaxAgeSeconds')
    return {
      allowedOrigins: textsOf(rule['AllowedOrigins'] ?? rule['AllowedOrigin']),
      allowedMethods: textsOf(rule['AllowedMethods'] ?? rule['AllowedMethod']),
      allowedHeaders: textsOf(rule['AllowedHeaders'] ?? rule['AllowedHeader']),
      exposeHeaders: textsOf(rule['ExposeHeaders'] ?? rule['ExposeHeader']),
      ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    }
  })
}

/**
 * Sets the rules of a bucket in place of those that it has, so that a web page may send photos to it.
 *
 * @throws AppError as the calls of ObjectStore
 * @see https://cloud.tencent.com/document/product/436/8279 (PUT Bucket cors)
 */
export async function writeCorsRules(
  bucket: CosBucket,
  credential: CosCredential,
  rules: readonly CorsRule[],
): Promise<void> {
  const CORSRules = rules.map(({ allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds }) => ({
    AllowedOrigin: [...allowedOrigins],
    AllowedMethod: [...allowedMethods],
    AllowedHeader: [...allowedHeaders],
    ExposeHeader: [...exposeHeaders],
    ...(maxAgeSeconds !== undefined && { MaxAgeSeconds: maxAgeSeconds }),
  }))
  await driverOf(bucket, credential)((cos) => cos.putBucketCors({ ...nameOf(bucket), CORSRules }))
}

/**
 * As {@link readCorsRules}.
 * @see https://cloud.tencent.com/document/product/436/8278 (GET Bucket lifecycle)
 */
export async function readLifecycleRules(bucket: CosBucket, credential: CosCredential): Promise<LifecycleRule[]> {
  const { Rules } = await driverOf(bucket, credential)((cos) => cos.getBucketLifecycle(nameOf(bucket)))
  return listOf(Rules).map((rule) => {
    const expirationDays = wholeOf(rule['Expiration'], 'Days')
    const abortUploadsAfterDays = wholeOf(rule['AbortIncompleteMultipartUpload'], 'DaysAfterInitiation')
    return {
      isEnabled: rule['Status'] === 'Enabled',
      prefix: textOf(fieldOf(rule['Filter'], 'Prefix')),
      ...(expirationDays !== undefined && { expirationDays }),
      ...(abortUploadsAfterDays !== undefined && { abortUploadsAfterDays }),
    }
  })
}

function driverOf(bucket: CosBucket, credential: CosCredential) {
  return createCosDriver(bucket, { credentials: fixedCredential(credential), answerWithinMs: 10_000 })
}

function nameOf({ bucket, region }: CosBucket) {
  return { Bucket: bucket, Region: region }
}

// The driver turns XML into objects in which one element is no list, and an empty one a text.

function listOf(value: unknown): Record<string, unknown>[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value]
  return list.filter((one) => typeof one === 'object' && one !== null) as Record<string, unknown>[]
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value]
  return list.filter((one) => typeof one === 'string')
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Days or seconds; none for 0. */
function wholeOf(value: unknown, name: string): number | undefined {
  const whole = Number(fieldOf(value, name))
  return Number.isInteger(whole) && whole > 0 ? whole : undefined
}
