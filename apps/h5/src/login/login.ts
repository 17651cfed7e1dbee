import type { HeldLogin, LoginCodeSource, LoginKeeper } from '@photolift/api-client'
import { AppError, type ErrorCode, type LoginRequest, ROUTES, type WebLoginScope } from '@photolift/contracts'
import { openStorage } from '../open-storage.js'
import { readCallback, returnAddress } from './callback-fragment.js'

const NONCE_KEY = 'photolift.login-nonce'
const HELD_KEY = 'photolift.login'

/** So often the page goes to WeChat by itself: twice, since a first code may be somebody else's, or too old. After that a tap decides. */
const MAX_TRIPS = 2

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
  /** Who uses the page, once somebody does. Outside WeChat a page serves one person: a log-in of another one loads it anew. */
  userId: Promise<string>
  /** The account is gone: nobody was in here. Only in WeChat; elsewhere the page keeps things under that account, and is loaded anew. */
  forget(): void
  /** Offers a desk code to the next login. */
  offerDeskCode(deskCode: string): void
  /** What the person at the door should know: that their code was `wrong`, or that they were in and their time is over. */
  doorNote(): 'wrong' | 'ended' | undefined
  /** Goes to WeChat once more. Only after a tap. */
  enter(): void
  /** Goes to WeChat, which asks the person; after that photos of the mini-program are the same person's. Only after a tap. */
  link(): void
  /** The browser is on its way to WeChat. */
  isLeaving(): boolean
}

/** Reads and removes what a login has left in the address; call it before anything else looks at the address. */
export function openLogin({ serviceUrl, inWechat }: LoginDeps): Login {
  const storage = openStorage('sessionStorage')
  const { answer, cleanHref, ...counted } = readCallback(location.href, storage[NONCE_KEY] ?? null)
  if (cleanHref !== location.href) history.replaceState(history.state, '', cleanHref)
  let proof: LoginRequest | undefined = answer.webCode === undefined ? undefined : { webCode: answer.webCode }
  // Told once; a try again begins anew.
  let refusal: ErrorCode | undefined = answer.errorCode
  let { trips } = counted
  let leaving = false
  // Whoever is in has photos here, perhaps on their way into WeChat: the page leaves no more by itself.
  let wasIn = false
  // For whoever stands at the door next.
  let note: 'wrong' | 'ended' | undefined
  let user: string | undefined
  let tellUser: (userId: string) => void
  const userId = new Promise<string>((resolve) => {
    tellUser = resolve
  })
  delete storage[NONCE_KEY]
  // A new proof is for a new login; a refusal is told now, and not when the old login has ended.
  if (proof !== undefined || refusal !== undefined) delete storage[HELD_KEY]

  // Back from WeChat the browser may show the page as it was.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) leaving = false
  })

  function leave(scope: WebLoginScope, trip: number): void {
    const nonce = `${trip}-${crypto.getRandomValues(new Uint32Array(4)).join('')}`
    storage[NONCE_KEY] = nonce
    const query = new URLSearchParams({ returnTo: returnAddress(location.href, nonce), scope })
    leaving = true
    // To be logged in is no step to go back to.
    location[scope === 'snsapi_base' ? 'replace' : 'assign'](`${serviceUrl}${ROUTES.webLogin.path}?${query}`)
  }

  function admit(held: HeldLogin): HeldLogin {
    const entered = held.login.user.userId
    note = 'ended'
    wasIn = true
    if (!inWechat && user !== undefined && user !== entered) {
      location.reload()
      // Until then nothing of the one before is sent in another one's name.
      throw new AppError('LOGIN_CODE_INVALID', 'somebody else is in')
    }
    user = entered
    tellUser(user)
    return held
  }

  return {
    async loginCode() {
      const given = proof
      // Each code is good for one login.
      proof = undefined
      if (given !== undefined) return given
      const code = refusal ?? 'LOGIN_CODE_INVALID'
      if (refusal !== undefined) {
        refusal = undefined
        trips = 0
      } else if (inWechat && !leaving && !wasIn && trips < MAX_TRIPS) leave('snsapi_base', trips + 1)
      throw new AppError(code, 'nobody is in')
    },
    keeper: {
      read() {
        try {
          const held: HeldLogin | null = JSON.parse(storage[HELD_KEY] ?? 'null')
          // In WeChat nobody was in here who has only left an old log-in.
          return held === null || (inWechat && held.renewAt < Date.now()) ? undefined : admit(held)
        } catch {
          // Not ours; the person logs in again.
          return undefined
        }
      },
      write(held) {
        if (held === undefined) delete storage[HELD_KEY]
        else {
          storage[HELD_KEY] = JSON.stringify(held)
          admit(held)
        }
      },
    },
    userId,
    forget() {
      wasIn = false
      note = undefined
      trips = 0
    },
    offerDeskCode(deskCode) {
      proof = { deskCode }
      note = 'wrong'
    },
    doorNote: () => note,
    enter: () => leave('snsapi_base', MAX_TRIPS),
    // What the service refuses then is told with a button, which goes once more.
    link: () => leave('snsapi_userinfo', 1),
    isLeaving: () => leaving,
  }
}
