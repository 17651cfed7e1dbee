import { AppError, ERRORS, type LoginRequest, type LoginResponse } from '@photolift/contracts'
import { watchCall } from '@photolift/platform'
import { type SendOptions, sendTo } from './send-to-route.js'

/**
 * Gets fresh proof of who logs in: a one-time code of `wx.login` as text, or a request that carries another kind of code; undefined where
 * the service knows the caller otherwise. Rejects with AppError where there is none.
 */
export type LoginCodeSource = () => Promise<string | LoginRequest | undefined>

/** A login with the moment, on this device's clock, at which it was given and until which it is used. */
export interface HeldLogin {
  login: LoginResponse
  heldAt: number
  renewAt: number
}

/** Where a login outlives the page's script, such as `sessionStorage`. */
export interface LoginKeeper {
  read(): HeldLogin | undefined
  /**
   * undefined: it is of no use any more
   * @throws AppError where this login must not be used
   */
  write(held: HeldLogin | undefined): void
}

export interface SessionOptions extends SendOptions {
  loginCode: LoginCodeSource
  /** Without it a login ends with the app. */
  loginKeeper?: LoginKeeper
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
  const { clock, loginCode, loginKeeper } = options
  let held = loginKeeper?.read()
  /** Known from before: the first login is this one. */
  let isRestored = held !== undefined
  let loginUnderWay: Promise<LoginResponse> | undefined
  let endCount = 0

  async function logIn(): Promise<LoginResponse> {
    // Measured on this device from before the request: its clock may be wrong, its pace is right, and the answer's way counts.
    const startedAt = clock.now()
    const proof = await watchCall({ clock, withinMs: LOGIN_CODE_TIMEOUT_MS }, loginCode)
    const body = typeof proof === 'string' ? { loginCode: proof } : (proof ?? {})
    const login = await sendTo('login', { body }, options)
    const lifeMs = Date.parse(login.expiresAt) - Date.parse(login.serverTime)
    hold({ login, heldAt: startedAt, renewAt: startedAt + lifeMs - Math.min(RENEW_BEFORE_END_MS, lifeMs / 2) })
    return login
  }

  function hold(next: HeldLogin | undefined): void {
    loginKeeper?.write(next)
    held = next
    isRestored = false
  }

  function isHeld(): boolean {
    return held !== undefined && clock.now() < held.renewAt
  }

  /** As if it had just been given: the service's clock has gone on meanwhile. */
  function restored({ login, heldAt }: HeldLogin): LoginResponse {
    isRestored = false
    return { ...login, serverTime: new Date(Date.parse(login.serverTime) + clock.now() - heldAt).toISOString() }
  }

  const session: Session = {
    login() {
      if (isRestored && held !== undefined && isHeld()) return Promise.resolve(restored(held))
      loginUnderWay ??= oncePerCode(logIn).finally(() => {
        loginUnderWay = undefined
      })
      return loginUnderWay
    },
    async current() {
      return held !== undefined && isHeld() ? held.login : session.login()
    },
    async withToken(call) {
      const { authToken } = await session.current()
      const endCountBefore = endCount
      try {
        return await call(authToken)
      } catch (error) {
        if (!needsLogin(error) || endCount !== endCountBefore) throw error
        // Of many calls that were refused together, the first logs in and the others find its token.
        if (held?.login.authToken === authToken) hold(undefined)
        return call((await session.current()).authToken)
      }
    },
    end() {
      hold(undefined)
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
