import { AppError, ERRORS, type LoginResponse } from '@photolift/contracts'
import { watchCall } from '@photolift/platform'
import { type SendOptions, sendTo } from './send-to-route.js'

/** Gets a fresh one-time code from the platform (`wx.login`); undefined where the service knows the caller otherwise. */
export type LoginCodeSource = () => Promise<string | undefined>

export interface SessionOptions extends SendOptions {
  loginCode: LoginCodeSource
}

export interface Session {
  /** Logs in anew, or joins the login under way. */
  login(): Promise<LoginResponse>
  /** The present login, or a new one where there is none or it is about to end. */
  current(): Promise<LoginResponse>
  /** Runs a call with a token that holds; where the service refuses it, once more after a fresh login. */
  withToken<T>(call: (authToken: string) => Promise<T>): Promise<T>
  /** The account is gone: calls that are still under way do not log in again, which would begin a new one. */
  end(): void
}

/** The platform asks a server of its own. */
const LOGIN_CODE_TIMEOUT_MS = 10_000

/** A token is renewed this long before its end, so that no call meets the end on its way. */
const RENEW_BEFORE_END_MS = 60_000

export function createSession(options: SessionOptions): Session {
  const { clock, loginCode } = options
  let held: { login: LoginResponse; renewAt: number } | undefined
  let loginUnderWay: Promise<LoginResponse> | undefined
  let endCount = 0

  async function logIn(): Promise<LoginResponse> {
    // Measured on this device from before the request: its clock may be wrong, its pace is right, and the answer's way counts.
    const startedAt = clock.now()
    const code = await watchCall({ clock, withinMs: LOGIN_CODE_TIMEOUT_MS }, loginCode)
    const body = code === undefined ? {} : { loginCode: code }
    const login = await sendTo('login', { body }, options)
    const lifeMs = Date.parse(login.expiresAt) - Date.parse(login.serverTime)
    held = { login, renewAt: startedAt + lifeMs - Math.min(RENEW_BEFORE_END_MS, lifeMs / 2) }
    return login
  }

  const session: Session = {
    login() {
      loginUnderWay ??= oncePerCode(logIn).finally(() => {
        loginUnderWay = undefined
      })
      return loginUnderWay
    },
    async current() {
      return held !== undefined && clock.now() < held.renewAt ? held.login : session.login()
    },
    async withToken(call) {
      const { authToken } = await session.current()
      const endCountBefore = endCount
      try {
        return await call(authToken)
      } catch (error) {
        if (!needsLogin(error) || endCount !== endCountBefore) throw error
        // Of many calls that were refused together, the first logs in and the others find its token.
        if (held?.login.authToken === authToken) held = undefined
        return call((await session.current()).authToken)
      }
    },
    end() {
      held = undefined
      endCount += 1
    },
  }
  return session
}

/** A code can be spent or stale by the time it arrives (single use, 5 minutes); a fresh one settles that. */
async function oncePerCode<T>(logIn: () => Promise<T>): Promise<T> {
  try {
    return await logIn()
  } catch (error) {
    if (!needsLogin(error)) throw error
    return logIn()
  }
}

function needsLogin(error: unknown): boolean {
  return error instanceof AppError && ERRORS[error.code].retry === 'after-login'
}
