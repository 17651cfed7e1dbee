import { type LoginResponse, PHOTO_CONTENT_TYPES, PHOTOS_PER_CALL } from '@photolift/contracts'
import type { Clock } from '../clock.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { AuthTokens } from './auth-tokens.js'
import type { Identify, LoginEvidence } from './identify.js'

export interface LoginDeps {
  identify: Identify
  accounts: AccountQueries
  tokens: AuthTokens
  photoMaxBytes: number
  clock: Clock
}

/** Lets a person in: the step `login`. */
export class LoginService {
  constructor(private readonly deps: LoginDeps) {}

  /** @throws AppError as `WechatLogin` does; LOGIN_REFUSED */
  async login(evidence: LoginEvidence): Promise<LoginResponse> {
    const identity = await this.deps.identify(evidence)
    const now = this.deps.clock()
    const userId = await this.deps.accounts.findOrCreate(identity, now)
    const { authToken, expiresAt } = this.deps.tokens.issue(userId)
    return {
      authToken,
      expiresAt: expiresAt.toISOString(),
      serverTime: new Date(now).toISOString(),
      user: { userId },
      limits: {
        photoMaxBytes: this.deps.photoMaxBytes,
        contentTypes: [...PHOTO_CONTENT_TYPES],
        photosPerCall: PHOTOS_PER_CALL,
      },
    }
  }
}
