import { CONSENT_TEXT } from '../../text/consent.js'
import { inSystemLanguage } from '../../text/language.js'
import { plainWords } from '../../text/plain-words.js'

/** What the documents say of `resolve`; the typings have it as an object. */
type Answer = (answer: { event: 'exposureAuthorization' | 'agree' | 'disagree'; buttonId?: string }) => void

const text = inSystemLanguage(CONSENT_TEXT)

/** Calls of `wx` that wait for the person's answer; each goes on, or fails, once it has been given. */
let waiting: Answer[] = []

/**
 * Asks for the consent that WeChat demands before a picker opens or a photo goes into the album. A page that does so holds one.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
Component({
  data: { visible: false, text: plainWords(text), contract: text.defaultContract },

  pageLifetimes: {
    show() {
      // WeChat keeps only the listener that was registered last: every page registers its own when it is shown.
      if (wx.canIUse('onNeedPrivacyAuthorization'))
        wx.onNeedPrivacyAuthorization((resolve) => this.ask(resolve as unknown as Answer))
    },
  },

  methods: {
    ask(resolve: Answer) {
      waiting.push(resolve)
      this.setData({ visible: true })
      resolve({ event: 'exposureAuthorization' })
      wx.getPrivacySetting({
        success: ({ privacyContractName }) => this.setData({ contract: text.contract(privacyContractName) }),
      })
    },

    onAgree() {
      this.answer({ event: 'agree', buttonId: 'agree-button' })
    },

    onRefuseTap() {
      this.answer({ event: 'disagree' })
    },

    answer(answer: Parameters<Answer>[0]) {
      const answered = waiting
      waiting = []
      this.setData({ visible: false })
      for (const resolve of answered) resolve(answer)
    },

    onContractTap() {
      // Where it cannot be opened, the sheet says the essence; without a callback it would be an unhandled rejection.
      wx.openPrivacyContract({ fail() {} })
    },
  },
})
