import type { KeyObject } from 'node:crypto'
import { JwtService } from '@nestjs/jwt'
import { AppError } from '@photolift/contracts'
import type { Clock } from '../clock.js'

/** Name under which controllers and the guard get the {@link AuthTokens}. */
export const AUTH_TOKENS = Symbol('AuthTokens')

/** Makes and reads the bearer token of all routes but login. */
export interface AuthTokens {
  issue(userId: string): { authToken: string; expiresAt: Date }
  /** @throws AppError AUTH_TOKEN_INVALID for anything but an unexpired token of ours */
  verify(authToken: string): string
}

export function createAuthTokens(key: KeyObject, clock: Clock): AuthTokens {
  // The algorithm is fixed: a token that names another, `none` included, is refused.
  const jwt = new JwtService({
    secret: key,
    signOptions: { algorithm: 'HS256' },
    verifyOptions: { algorithms: ['HS256'] },
  })
  return {
    issue(userId) {
      const issuedAt = Math.floor(clock() / 1_000)
      const expiresAt = issuedAt + AUTH_TOKEN_TTL_SECONDS
      return {
        authToken: jwt.sign({ sub: userId, iat: issuedAt, exp: expiresAt }),
        expiresAt: new Date(expiresAt * 1_000),
      }
    },
    verify(authToken) {
      const { sub, exp } = readClaims(authToken)
      if (typeof sub !== 'string' || typeof exp !== 'number')
        throw new AppError('AUTH_TOKEN_INVALID', 'the token lacks a subject or an expiry')
      return sub
    },
  }

  function readClaims(authToken: string): { sub?: unknown; exp?: unknown } {
    try {
      return jwt.verify<{ sub?: unknown; exp?: unknown }>(authToken, { clockTimestamp: Math.floor(clock() / 1_000) })
    } catch {
      // Which of the checks failed helps only whoever forges tokens.
      throw new AppError('AUTH_TOKEN_INVALID', 'the token is not ours or has expired')
    }
  }
}

/** Clients log in again silently; a token that leaked dies with it. */
const AUTH_TOKEN_TTL_SECONDS = 2 * 60 * 60
