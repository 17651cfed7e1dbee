import { type LoginResponse, PHOTO_CONTENT_TYPES, PHOTOS_PER_CALL } from '@photolift/contracts'
import type { Clock } from '../clock.js'
import type { AccountQueries } from '../queries/account-queries.js'
import type { AuthTokens } from './auth-tokens.js'
import type { Identify, LoginEvidence, Person } from './identify.js'
import { type LinkDeps, linkAccounts } from './link-accounts.js'

export interface LoginDeps {
  identify: Identify
  accounts: AccountQueries
  link: LinkDeps
  tokens: AuthTokens
  photoMaxBytes: number
  clock: Clock
}

/** Lets a person in: the step `login`. */
export class LoginService {
  constructor(private readonly deps: LoginDeps) {}

  /** @throws AppError as `WechatLogin` does; LOGIN_REFUSED; as `linkAccounts` does for who asks to be joined */
  async login(evidence: LoginEvidence): Promise<LoginResponse> {
    const person = await this.deps.identify(evidence)
    const now = this.deps.clock()
    const userId = await this.enter(person, now)
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

  private enter({ wechatIdentity, unionid, linkUnionid }: Person, now: number): Promise<string> {
    const { accounts, link } = this.deps
    if (linkUnionid !== undefined) return linkAccounts({ wechatIdentity, unionid: linkUnionid }, now, link)
    return accounts.enter({ wechatIdentity, unionid, storage: link.storage }, now)
  }
}
