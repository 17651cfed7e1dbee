import { CosError } from './cos-error.js'

const KEY_MAX_BYTES = 850

/**
 * @throws CosError InvalidObjectName, KeyTooLong
 * @see https://cloud.tencent.com/document/product/436/13324 (object keys)
 */
export function refuseBadKey(key: string): void {
  if (Buffer.byteLength(key) > KEY_MAX_BYTES) throw new CosError('KeyTooLong', 'The specified key is too long.')
  // ASCII 24 to 27 (CAN, EM, SUB, ESC).
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these four are what COS forbids
  if (key === '' || /^[/\\]|[\x18-\x1b]/.test(key)) {
    throw new CosError('InvalidObjectName', 'The specified object name is not valid.')
  }
}
