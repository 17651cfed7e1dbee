import { randomUUID } from 'node:crypto'

/**
 * An unguessable id of 32 hex digits, which are safe in keys, URLs and logs. Made from a UUID (122 random bits), because Node draws the
 * randomness for many of those at once.
 */
export function newId(): string {
  return randomUUID().replaceAll('-', '')
}

/** Whether text could be one of our ids. Anything else never reaches a query: MySQL fails on what its ASCII columns cannot hold. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}
