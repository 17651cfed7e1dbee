import { createHash } from 'node:crypto'

/** The id of a person in the Open Platform account that both accounts are bound to: the same in both, unlike the openid. */
export function unionidOf(name: string): string {
  return `u${createHash('sha256').update(`open platform\n${name}`).digest('base64url').slice(0, 27)}`
}
