import { askModal } from '../screen/modal.js'
import type { Screen } from '../screen/screen.js'
import { textsFor } from '../screen/texts.js'
import type { ConditionStore } from '../state/condition-store.js'
import { privacyConsent } from '../state/privacy-consent.js'
import { ApiFailure } from './api.js'

type Answer =
  | { readonly event: 'exposureAuthorization' }
  | { readonly event: 'agree'; readonly buttonId?: string }
  | { readonly event: 'disagree' }

/** What the app registers by `wx.onNeedPrivacyAuthorization`. */
export type PrivacyListener = (resolve: (answer: Answer) => void, info: { referrer: string }) => void

interface Options {
  readonly conditions: ConditionStore
  readonly screen: Screen
  /** Separates what several apps and persons keep in one browser. */
  readonly space: string
}

/** "privacy permission is not authorized" (errno 104 of the privacy guide). */
const NOT_AUTHORIZED = 104
/** After a refusal in WeChat's own dialog it is not shown again for so long: calls fail at once. */
const QUIET_MS = 10_000

/** Stands before every call that touches something private, until the person has agreed. */
export class PrivacyGate {
  /** Only the listener that was registered last is asked. */
  listener: PrivacyListener | null = null
  readonly #options: Options
  #refusedAt = Number.NEGATIVE_INFINITY

  constructor(options: Options) {
    this.#options = options
  }

  get hasAgreed(): boolean {
    const { privacy } = this.#options.conditions.now
    return privacy === 'agreed' || (privacy === 'ask' && localStorage.getItem(this.#key) === 'agreed')
  }

  /** Lets a call go on once the person has agreed. @throws ApiFailure when they refuse */
  async pass(referrer: string): Promise<void> {
    if (this.hasAgreed) return
    const isAgreed = this.#options.conditions.now.privacy !== 'refused' && (await this.#ask(referrer))
    if (!isAgreed) throw new ApiFailure('privacy permission is not authorized', NOT_AUTHORIZED)
    localStorage.setItem(this.#key, 'agreed')
  }

  #ask(referrer: string): Promise<boolean> {
    const { listener } = this
    if (!listener) return this.#askOfficially()
    return new Promise((resolve, reject) => {
      const answered = (answer: Answer) => {
        if (answer.event === 'disagree') resolve(false)
        if (answer.event !== 'agree') return
        // WeChat believes the app only after the person has tapped its agree button.
        if (privacyConsent.wasTapped(answer.buttonId ?? '')) resolve(true)
        else reject(new ApiFailure(`the agree button "${answer.buttonId}" was not tapped`, NOT_AUTHORIZED))
      }
      listener(answered, { referrer })
    })
  }

  /** WeChat's own dialog, for apps that do not listen. */
  async #askOfficially(): Promise<boolean> {
    if (performance.now() - this.#refusedAt < QUIET_MS) return false
    const { conditions, screen } = this.#options
    const { privacyTitle, privacyText, refuse, agree } = textsFor(conditions.now.language)
    const isAgreed = await askModal({
      overlay: screen.overlay,
      title: privacyTitle,
      content: privacyText,
      cancelText: refuse,
      confirmText: agree,
    })
    if (!isAgreed) this.#refusedAt = performance.now()
    return isAgreed
  }

  get #key(): string {
    return `preview:${this.#options.space}:privacy-consent`
  }
}
