import { CosError } from './cos-error.js'

/**
 * Reads `Content-MD5`.
 *
 * @returns lower-case hex, or undefined when `value` is absent
 * @throws CosError InvalidDigest when it is not the base64 of 16 bytes
 */
export function parseContentMd5(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined
  const digest = Buffer.from(value, 'base64')
  if (digest.length !== 16 || digest.toString('base64') !== value) {
    throw new CosError('InvalidDigest', 'The Content-MD5 you specified is not valid.')
  }
  return digest.toString('hex')
}

/** @throws CosError BadDigest */
export function refuseOtherMd5(expectedHex: string | undefined, actualHex: string): void {
  if (expectedHex === undefined || expectedHex === actualHex) return
  throw new CosError('BadDigest', 'The Content-MD5 you specified did not match what we received.')
}
