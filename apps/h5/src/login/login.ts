import type { LoginCodeSource, LoginKeeper } from '@photolift/api-client'
import { AppError, type ErrorCode, type LoginRequest, ROUTES, type WebLoginScope } from '@photolift/contracts'
import { readCallback, returnAddress } from './callback-fragment.js'

const NONCE_KEY = 'photolift.login-nonce'
const HELD_KEY = 'photolift.login'

export interface LoginDeps {
  /** Of the service, without a trailing slash; empty for this page's own origin. */
  serviceUrl: string
  /** Whether WeChat shows the page. */
  inWechat: boolean
}

/** How this page proves who uses it: through WeChat, or with a code from somebody's desk. */
export interface Login {
  loginCode: LoginCodeSource
  keeper: LoginKeeper
  /** Offers a desk code to the next login. */
  offerDeskCode(deskCode: string): void
  /** Whether one has been offered already. */
  hasTried(): boolean
  /** Goes to WeChat, which asks the person; after that photos of the mini-program are the same person's. Only after a tap. */
  link(): void
  /** The browser is on its way to WeChat. */
  isLeaving(): boolean
}

/** Reads and removes what a login has left in the address; call it before anything else looks at the address. */
export function openLogin({ serviceUrl, inWechat }: LoginDeps): Login {
  const { answer, cleanHref } = readCallback(location.href, sessionStorage.getItem(NONCE_KEY))
  if (cleanHref !== location.href) history.replaceState(history.state, '', cleanHref)
  let proof: LoginRequest | undefined = answer.webCode === undefined ? undefined : { webCode: answer.webCode }
  // Told once; a try again begins anew.
  let refusal: ErrorCode | undefined = answer.errorCode
  let leaving = false
  let tried = false
  sessionStorage.removeItem(NONCE_KEY)
  // A new proof is for a new login; a refusal is told now, and not when the old login has ended.
  if (proof !== undefined || refusal !== undefined) sessionStorage.removeItem(HELD_KEY)

  function leave(scope: WebLoginScope): void {
    const nonce = newNonce()
    sessionStorage.setItem(NONCE_KEY, nonce)
    const query = new URLSearchParams({ returnTo: returnAddress(location.href, nonce), scope })
    leaving = true
    location.assign(`${serviceUrl}${ROUTES.webLogin.path}?${query}`)
  }

  return {
    async loginCode() {
      const given = proof
      // Each code is good for one login.
      proof = undefined
      if (given !== undefined) return given
      if (refusal !== undefined) {
        const code = refusal
        refusal = undefined
        throw new AppError(code, 'the log-in of the web page was refused')
      }
      if (inWechat && !leaving) leave('snsapi_base')
      throw new AppError('LOGIN_CODE_INVALID', 'nobody has logged in yet')
    },
    keeper: {
      read() {
        const kept = sessionStorage.getItem(HELD_KEY)
        try {
          return kept === null ? undefined : JSON.parse(kept)
        } catch {
          // Not ours; the person logs in again.
          return undefined
        }
      },
      write(held) {
        if (held === undefined) sessionStorage.removeItem(HELD_KEY)
        else sessionStorage.setItem(HELD_KEY, JSON.stringify(held))
      },
    },
    offerDeskCode(deskCode) {
      proof = { deskCode }
      tried = true
    },
    hasTried: () => tried,
    link: () => leave('snsapi_userinfo'),
    isLeaving: () => leaving,
  }
}

function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
