import { randomUUID } from 'node:crypto'

/**
 * An unguessable id of 32 hex digits, which are safe in keys, URLs and logs. Made from a UUID (122 random bits), because Node draws the
 * randomness for many of those at once.
 */
export function newId(): string {
  return randomUUID().replaceAll('-', '')
}

/**
 * An id of the same shape that begins with its time, as a UUID of version 7 does, and ends in 80 random bits: rows that are made
 * together lie together in their indexes. With wholly random ids a call for 20 photos wrote twice as many pages.
 */
export function newOrderedId(now: number): string {
  const random = newId()
  // These digits of a UUID are all random; others hold its version and variant.
  return now.toString(16).padStart(12, '0') + random.slice(0, 12) + random.slice(24)
}

/** Whether text could be one of our ids. Anything else never reaches a query: MySQL fails on what its ASCII columns cannot hold. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}
