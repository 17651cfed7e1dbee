import type { KeyObject } from 'node:crypto'
import { JwtService } from '@nestjs/jwt'
import { AppError } from '@photolift/contracts'
import type { Clock } from '../clock.js'
import type { JwtKeys } from '../configuration/configuration.js'

/** Name under which controllers and the guard get the {@link AuthTokens}. */
export const AUTH_TOKENS = Symbol('AuthTokens')

/** Makes and reads the bearer token of all routes but login. */
export interface AuthTokens {
  issue(userId: string): { authToken: string; expiresAt: Date }
  /** @throws AppError AUTH_TOKEN_INVALID for anything but an unexpired token of ours */
  verify(authToken: string): string
}

/** @param keys tokens of the previous one are taken until they expire, so that nobody is logged out while secrets are changed */
export function createAuthTokens(keys: JwtKeys, clock: Clock): AuthTokens {
  const current = createJwt(keys.current)
  const previous = keys.previous && createJwt(keys.previous)
  return {
    issue(userId) {
      const issuedAt = Math.floor(clock() / 1_000)
      const expiresAt = issuedAt + AUTH_TOKEN_TTL_SECONDS
      return {
        authToken: current.sign({ sub: userId, iat: issuedAt, exp: expiresAt }),
        expiresAt: new Date(expiresAt * 1_000),
      }
    },
    verify(authToken) {
      const claims = readClaims(current, authToken) ?? (previous && readClaims(previous, authToken))
      // Which of the checks failed helps only whoever forges tokens.
      if (claims === undefined) throw new AppError('AUTH_TOKEN_INVALID', 'the token is not ours or has expired')
      const { sub, exp } = claims
      if (typeof sub !== 'string' || typeof exp !== 'number')
        throw new AppError('AUTH_TOKEN_INVALID', 'the token lacks a subject or an expiry')
      return sub
    },
  }

  /** @returns undefined for what this key did not sign, and for what has expired */
  function readClaims(jwt: JwtService, authToken: string): Claims | undefined {
    try {
      return jwt.verify<Claims>(authToken, { clockTimestamp: Math.floor(clock() / 1_000) })
    } catch {
      // The caller tries the other key, or refuses.
      return undefined
    }
  }
}

interface Claims {
  sub?: unknown
  exp?: unknown
}

/** The algorithm is fixed: a token that names another, `none` included, is refused. */
function createJwt(secret: KeyObject): JwtService {
  return new JwtService({ secret, signOptions: { algorithm: 'HS256' }, verifyOptions: { algorithms: ['HS256'] } })
}

/** Clients log in again silently; a token that leaked dies with it. */
const AUTH_TOKEN_TTL_SECONDS = 2 * 60 * 60
