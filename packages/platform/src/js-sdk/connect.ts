import { AppError, type JsSdkConfig } from '@photolift/contracts'
import type { Clock } from '../ports/clock.js'
import { watchCall } from '../watch-call.js'
import { askJsSdk } from './ask-js-sdk.js'
import { JS_API_LIST, type JsSdk } from './js-sdk.js'
import type { WechatPhone } from './wechat-phone.js'
import { withoutFragment } from './wechat-phone.js'

export interface ConnectionDeps {
  /** Loads the library; called once it is needed, and only inside WeChat. */
  load: () => Promise<JsSdk>
  /** A signature from the service, for this address. */
  sign: (url: string) => Promise<JsSdkConfig>
  phone: WechatPhone
  clock: Clock
  /** `location.href` of the page load, before anything replaced it; it carries all that came with the link. */
  entryUrl: string
  /** `location.href` of now. */
  currentUrl: () => string
}

/** The page's standing with WeChat. */
export interface JsSdkConnection {
  /**
   * The library, verified for the page's address of now: signed anew where that has changed, and once more where WeChat calls a
   * signature invalid. Calls at the same time share it.
   *
   * @throws AppError JS_SDK_REFUSED where WeChat refused the page or did not answer; what the service said where it did not sign
   */
  verified(): Promise<JsSdk>
}

const CONFIG_MS = 10_000
const LOAD_MS = 30_000
const INVALID_SIGNATURE = /invalid signature/i

export function connectJsSdk({ load, sign, phone, clock, ...addresses }: ConnectionDeps): JsSdkConnection {
  const entryUrl = withoutFragment(addresses.entryUrl)
  let loading: Promise<JsSdk> | undefined
  let verification: { url: string; sdk: Promise<JsSdk> } | undefined
  /** What WeChat said of the latest `wx.config`; it may come after `ready`, and then speaks for all later calls. */
  let refusal: AppError | undefined
  let onRefusal = (): void => {}
  let hasConfigured = false

  function library(): Promise<JsSdk> {
    loading ??= watchCall({ clock, withinMs: LOAD_MS }, load).then((sdk) => {
      // Before any config: without a callback the library only notes the failure, and one callback is all that it keeps.
      sdk.error(({ errMsg }) => {
        refusal = new AppError('JS_SDK_REFUSED', errMsg ?? 'wx.error without a text')
        onRefusal()
      })
      return sdk
    })
    loading.catch(() => {
      // The network may have been the reason: the next call loads it again, and this one has its error.
      loading = undefined
    })
    return loading
  }

  async function verify(url: string): Promise<JsSdk> {
    const sdk = await library()
    await configure(sdk, url)
    if (refusal !== undefined && INVALID_SIGNATURE.test(refusal.message)) await configure(sdk, url)
    if (refusal !== undefined) throw refusal
    return sdk
  }

  /** Comes back when WeChat has answered; whether it said yes stands in {@link refusal}. */
  async function configure(sdk: JsSdk, url: string): Promise<void> {
    const config = await sign(url)
    refusal = undefined
    const first = !hasConfigured
    hasConfigured = true
    // The library keeps the list and writes WeChat's own names into it.
    sdk.config({ ...config, jsApiList: [...JS_API_LIST] })
    await new Promise<void>((resolve) => {
      const stopTimer = clock.schedule(CONFIG_MS, () => {
        refusal = new AppError('JS_SDK_REFUSED', `wx.config had no answer for ${CONFIG_MS} ms`)
        resolve()
      })
      const answered = () => {
        stopTimer()
        resolve()
      }
      onRefusal = answered
      if (first) sdk.ready(answered)
      else void followed(sdk).then(answered)
    })
    onRefusal = () => {}
  }

  /**
   * From the second `wx.config` on `wx.ready` calls back at once. A call that goes after it is answered after it; that WeChat keeps
   * this order is «unconfirmed», and a refusal that comes later still counts for the next call.
   */
  async function followed(sdk: JsSdk): Promise<void> {
    try {
      const options = { clock, withinMs: CONFIG_MS, otherwise: 'JS_SDK_REFUSED', silent: 'JS_SDK_REFUSED' } as const
      await askJsSdk(options, (callbacks) => sdk.checkJsApi({ ...callbacks, jsApiList: ['chooseImage'] }))
    } catch {
      // Any answer shows that WeChat has come to it; a page that is refused is told by wx.error.
    }
  }

  return {
    async verified() {
      const url = phone.urlToSign({ entryUrl, currentUrl: withoutFragment(addresses.currentUrl()) })
      if (verification?.url !== url) {
        // One after the other: the library has room for one verification.
        const before = verification?.sdk.catch(() => undefined)
        const sdk = (async () => {
          await before
          return verify(url)
        })()
        const own = { url, sdk }
        verification = own
        sdk.catch(() => {
          if (verification === own) verification = undefined
        })
      }
      const sdk = await verification.sdk
      if (refusal !== undefined) {
        verification = undefined
        throw refusal
      }
      return sdk
    },
  }
}
