import { randomBytes } from 'node:crypto'

/**
 * A code that somebody reads from a slip of paper and types: 60 random bits in Crockford's alphabet, which has no letter that looks like a
 * digit. Like `7K2M-Q9TX-04WB`.
 */
export function newDeskCode(): string {
  const letters = [...randomBytes(12)].map((byte) => ALPHABET[byte % ALPHABET.length])
  return [0, 4, 8].map((start) => letters.slice(start, start + 4).join('')).join('-')
}

/** What was typed, as {@link newDeskCode} writes it: small letters, spaces and missing hyphens do not matter, nor do O for 0, I and L for 1. */
export function readDeskCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return letters.match(/.{1,4}/gs)?.join('-') ?? ''
}

/** 32 letters: a byte falls on each equally often. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
