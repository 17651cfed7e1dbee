import { hash } from 'node:crypto'
import { hmacSha1 } from './sign-key.js'

/**
 * Signs a COS POST policy.
 *
 * @param policyJson the exact text that will be sent, Base64-encoded, as `policy`
 * @param signKey of the stretch of time that the policy repeats as `q-sign-time`
 * @returns lower-case hex HMAC-SHA1
 * @see https://cloud.tencent.com/document/product/436/14690 (POST Object, signature protection)
 */
export function signPostPolicy(policyJson: string, signKey: string): string {
  return hmacSha1(signKey, hash('sha1', policyJson))
}
