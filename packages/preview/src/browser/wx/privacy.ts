import { askModal } from '../screen/modal.js'
import { textsFor } from '../screen/texts.js'
import type { Phone } from './phone.js'
import type { PrivacyListener } from './privacy-gate.js'

/** wx.getPrivacySetting, onNeedPrivacyAuthorization, requirePrivacyAuthorize and openPrivacyContract. */
export function privacyApi({ api, conditions, privacy, screen }: Phone) {
  const texts = () => textsFor(conditions.now.language)
  return {
    getPrivacySetting: api.define('getPrivacySetting', () => ({
      needAuthorization: !privacy.hasAgreed,
      privacyContractName: `《${texts().privacyGuide}》`,
    })),
    onNeedPrivacyAuthorization: (listener: PrivacyListener) => {
      privacy.listener = listener
    },
    requirePrivacyAuthorize: api.define('requirePrivacyAuthorize', async () => {
      await privacy.pass('requirePrivacyAuthorize')
      return {}
    }),
    openPrivacyContract: api.define('openPrivacyContract', () => {
      const { privacyGuide, privacyText, close } = texts()
      void askModal({ overlay: screen.overlay, title: privacyGuide, content: privacyText, confirmText: close })
      return {}
    }),
  }
}
