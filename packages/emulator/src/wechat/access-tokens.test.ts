import { expect, it } from '@jest/globals'
import { AccessTokens } from './access-tokens.js'

const MIDNIGHT_MS = Date.parse('2026-11-20T00:00:00+08:00')
const refusal = (errcode: number) => expect.objectContaining({ errcode })

it('gives 2,000 plain tokens a day', () => {
  const tokens = new AccessTokens()

  for (let n = 1; n <= 2_000; n += 1) tokens.issuePlain(MIDNIGHT_MS)

  expect(() => tokens.issuePlain(MIDNIGHT_MS + 86_399_999)).toThrow(refusal(45009))
  expect(tokens.issuePlain(MIDNIGHT_MS + 86_400_000).expires_in).toBe(7200)
})

it('answers 10,000 stable calls a minute', () => {
  const tokens = new AccessTokens()

  for (let n = 1; n <= 10_000; n += 1) tokens.issueStable({ nowMs: MIDNIGHT_MS, expired: false })

  expect(() => tokens.issueStable({ nowMs: MIDNIGHT_MS, expired: false })).toThrow(refusal(45011))
  expect(tokens.issueStable({ nowMs: MIDNIGHT_MS + 60_000, expired: false }).expires_in).toBe(7140)
})

it('answers 500,000 stable calls a day', () => {
  const tokens = new AccessTokens()

  for (let n = 0; n < 500_000; n += 1) {
    tokens.issueStable({ nowMs: MIDNIGHT_MS + Math.floor(n / 10_000) * 60_000, expired: false })
  }

  expect(() => tokens.issueStable({ nowMs: MIDNIGHT_MS + 86_399_999, expired: false })).toThrow(refusal(45009))
})

it('knows for a day that a token has ended, then forgets it', () => {
  const tokens = new AccessTokens()
  const { access_token } = tokens.issuePlain(MIDNIGHT_MS)
  const endsAtMs = MIDNIGHT_MS + 7_200_000

  tokens.issuePlain(endsAtMs + 86_399_999)
  expect(() => tokens.check(access_token, { nowMs: endsAtMs, expired: false })).toThrow(refusal(42001))
  tokens.issuePlain(endsAtMs + 86_400_000)
  expect(() => tokens.check(access_token, { nowMs: endsAtMs, expired: false })).toThrow(refusal(40001))
})
