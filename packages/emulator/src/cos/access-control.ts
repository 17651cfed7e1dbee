import { CosError } from './cos-error.js'
import type { Caller, Exchange } from './exchange.js'
import { headerOf } from './request-header.js'
import { type StsQuestion, stsPolicyAllows } from './sts-policy.js'

export interface AccessRequest {
  /** Without `name/cos:`, such as `PutObject`. */
  action: string
  /** Empty for the bucket itself. */
  key: string
  /** What conditions of an STS policy may test. */
  values?: StsQuestion['values']
}

/**
 * A permanent key may do everything, a temporary one what its policy allows, and anybody may read an object that is public.
 * @throws CosError AccessDenied
 */
export function authorize(exchange: Exchange, caller: Caller, access: AccessRequest): void {
  if (caller.kind === 'permanent-key') return
  if (caller.kind === 'temporary-key' && temporaryKeyMay(exchange, caller.secretId, access)) return
  if (READING.has(access.action) && isPublic(exchange, access.key)) return

  const unsignedRootCall = caller.kind === 'anonymous' && access.key === ''
  // COS's own spelling.
  throw new CosError('AccessDenied', unsignedRootCall ? 'Check auth failure because signture empty.' : 'Access Denied.')
}

const READING = new Set(['GetObject', 'HeadObject'])

/** A bucket is private, so only an object's own ACL can open it. */
function isPublic({ service }: Exchange, key: string): boolean {
  return service.store.getObject(key)?.acl === 'public-read'
}

function temporaryKeyMay(
  { service }: Exchange,
  secretId: string,
  { action, key, values = {} }: AccessRequest,
): boolean {
  const temporaryKey = service.temporaryKeys.find(secretId)
  if (!temporaryKey) return false
  const { bucket, region } = service
  const appid = bucket.slice(bucket.lastIndexOf('-') + 1)
  return stsPolicyAllows(temporaryKey.stsPolicy, {
    action: `name/cos:${action}`,
    resource: `qcs::cos:${region}:uid/${appid}:${bucket}/${key}`,
    values,
  })
}

/** The values that a request's headers and parameters give to the conditions of an STS policy. */
export function conditionValues({ request, target }: Exchange): StsQuestion['values'] {
  const { headers } = request
  return {
    'cos:content-length': headerOf(headers, 'content-length'),
    'cos:content-type': headerOf(headers, 'content-type'),
    'cos:x-cos-acl': headerOf(headers, 'x-cos-acl'),
    'cos:x-cos-storage-class': headerOf(headers, 'x-cos-storage-class'),
    'cos:prefix': target.query.get('prefix'),
    'cos:response-content-type': target.query.get('response-content-type'),
  }
}
