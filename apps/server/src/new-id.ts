import { randomBytes } from 'node:crypto'

/** An unguessable id: 128 random bits as 32 hex digits, which are safe in keys, URLs and logs. */
export function newId(): string {
  return randomBytes(16).toString('hex')
}
