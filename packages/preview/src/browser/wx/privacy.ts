import { element } from '../screen/element.js'
import { textsFor } from '../screen/texts.js'
import { privacyConsent } from '../state/privacy-consent.js'
import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

type Answer =
  | { readonly event: 'exposureAuthorization' }
  | { readonly event: 'agree'; readonly buttonId?: string }
  | { readonly event: 'disagree' }
type Listener = (resolve: (answer: Answer) => void, info: { referrer: string }) => void

/** "privacy permission is not authorized" (errno 104 of the privacy guide). */
const NOT_AUTHORIZED = 104
/** After a refusal in WeChat's own dialog it is not shown again for so long: calls fail at once. */
const QUIET_MS = 10_000

let listener: Listener | null = null
let officialRefusedAt = Number.NEGATIVE_INFINITY

/** Lets a call go on once the person has agreed to the privacy guide. @throws ApiFailure when they refuse */
export async function requirePrivacy(phone: Phone, referrer: string): Promise<void> {
  if (hasAgreed(phone)) return
  const isAgreed = phone.conditions.now.privacy === 'refused' ? false : await ask(phone, referrer)
  if (!isAgreed) throw new ApiFailure('privacy permission is not authorized', NOT_AUTHORIZED)
  localStorage.setItem(consentKey(phone), 'agreed')
}

/** wx.getPrivacySetting, onNeedPrivacyAuthorization, requirePrivacyAuthorize and openPrivacyContract. */
export function privacyApi(phone: Phone) {
  const { api } = phone
  return {
    getPrivacySetting: api.define('getPrivacySetting', () => ({
      needAuthorization: !hasAgreed(phone),
      privacyContractName: `《${textsFor(phone.conditions.now.language).privacyGuide}》`,
    })),
    /** Only the listener that was registered last is asked. */
    onNeedPrivacyAuthorization: (last: Listener) => {
      listener = last
    },
    requirePrivacyAuthorize: api.define('requirePrivacyAuthorize', async () => {
      await requirePrivacy(phone, 'requirePrivacyAuthorize')
      return {}
    }),
    openPrivacyContract: api.define('openPrivacyContract', () => showContract(phone)),
  }
}

function hasAgreed(phone: Phone): boolean {
  const { privacy } = phone.conditions.now
  return privacy === 'agreed' || (privacy === 'ask' && localStorage.getItem(consentKey(phone)) === 'agreed')
}

function ask(phone: Phone, referrer: string): Promise<boolean> {
  const askApp = listener
  if (!askApp) return askOfficially(phone)
  return new Promise((resolve, reject) => {
    askApp(
      (answer) => {
        if (answer.event === 'disagree') resolve(false)
        if (answer.event !== 'agree') return
        // WeChat believes the app only after the person has tapped its agree button.
        if (privacyConsent.wasTapped(answer.buttonId ?? '')) resolve(true)
        else reject(new ApiFailure(`the agree button "${answer.buttonId}" was not tapped`, NOT_AUTHORIZED))
      },
      { referrer },
    )
  })
}

/** WeChat's own dialog, for apps that do not listen. */
function askOfficially({ conditions, screen }: Phone): Promise<boolean> {
  if (performance.now() - officialRefusedAt < QUIET_MS) return Promise.resolve(false)
  const texts = textsFor(conditions.now.language)
  return new Promise((resolve) => {
    const answer = (isAgreed: boolean) => () => {
      mask.remove()
      if (!isAgreed) officialRefusedAt = performance.now()
      resolve(isAgreed)
    }
    const refuse = element('button', { type: 'button' }, [texts.refuse])
    const agree = element('button', { type: 'button' }, [texts.agree])
    refuse.addEventListener('click', answer(false))
    agree.addEventListener('click', answer(true))
    const box = element(
      'div',
      { class: 'modal', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': texts.privacyTitle },
      [
        element('h2', {}, [texts.privacyTitle]),
        element('p', {}, [texts.privacyText]),
        element('footer', {}, [refuse, agree]),
      ],
    )
    const mask = element('div', { class: 'mask' }, [box])
    screen.overlay.append(mask)
  })
}

function showContract({ conditions, screen }: Phone): Promise<object> {
  const texts = textsFor(conditions.now.language)
  const close = element('button', { type: 'button' }, [texts.close])
  const box = element(
    'div',
    { class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-label': texts.privacyGuide },
    [element('h2', {}, [texts.privacyGuide]), element('p', {}, [texts.privacyText]), element('footer', {}, [close])],
  )
  const mask = element('div', { class: 'mask' }, [box])
  close.addEventListener('click', () => mask.remove())
  screen.overlay.append(mask)
  return Promise.resolve({})
}

function consentKey({ space }: Phone): string {
  return `preview:${space}:privacy-consent`
}
