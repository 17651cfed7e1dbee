import { randomBytes } from 'node:crypto'

/** An unguessable id: 128 random bits as 32 hex digits, which are safe in keys, URLs and logs. */
export function newId(): string {
  return randomBytes(16).toString('hex')
}

/** Whether text could be one of our ids. Anything else never reaches a query: MySQL fails on what its ASCII columns cannot hold. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}
