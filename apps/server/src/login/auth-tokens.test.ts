import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { createAuthTokens } from './auth-tokens.js'

const key = (letter: string) => createSecretKey(letter.repeat(32), 'utf8')
const now = Date.parse('2026-11-20T08:00:00Z')
const tokens = (current: string, previous?: string, clock = now) =>
  createAuthTokens({ current: key(current), previous: previous === undefined ? undefined : key(previous) }, () => clock)

describe('while secrets are changed', () => {
  it('tokens of both are taken, and new ones are signed with the new secret', () => {
    const before = tokens('a').issue('ann').authToken

    const during = tokens('b', 'a')

    expect(during.verify(before)).toBe('ann')
    expect(tokens('b').verify(during.issue('bob').authToken)).toBe('bob')
    expect(() => tokens('a').verify(during.issue('bob').authToken)).toThrow('AUTH_TOKEN_INVALID')
  })

  it('a token of the previous secret ends when it would have ended', () => {
    const { authToken, expiresAt } = tokens('a').issue('ann')

    expect(tokens('b', 'a', expiresAt.getTime() - 1_000).verify(authToken)).toBe('ann')
    expect(() => tokens('b', 'a', expiresAt.getTime()).verify(authToken)).toThrow('AUTH_TOKEN_INVALID')
  })

  it('a token of neither opens nothing', () => {
    expect(() => tokens('b', 'a').verify(tokens('c').issue('ann').authToken)).toThrow('AUTH_TOKEN_INVALID')
  })
})

it('once they are changed, a token of the old secret opens nothing', () => {
  expect(() => tokens('b').verify(tokens('a').issue('ann').authToken)).toThrow('AUTH_TOKEN_INVALID')
})
