import { createHmac } from 'node:crypto'

/** A stretch of time as COS writes it: `"<from>;<until>"` in Unix seconds. */
export function toKeyTime(from: Date, until: Date): string {
  return `${Math.floor(from.getTime() / 1000)};${Math.floor(until.getTime() / 1000)}`
}

/** Derives the key that signs during one stretch of time: lower-case hex, used as text. */
export type SignKeys = (keyTime: string) => string

/**
 * Derives sign keys and remembers the last one: all forms of a second and all links of a window share theirs.
 *
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function createSignKeys(secretKey: string): SignKeys {
  let lastKeyTime = ''
  let lastSignKey = ''

  return (keyTime) => {
    if (keyTime !== lastKeyTime) {
      lastSignKey = hmacSha1(secretKey, keyTime)
      lastKeyTime = keyTime
    }
    return lastSignKey
  }
}

/** Lower-case hex. */
export function hmacSha1(key: string, message: string): string {
  return createHmac('sha1', key).update(message).digest('hex')
}
