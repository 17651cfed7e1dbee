import { privacyConsent } from '../state/privacy-consent.js'
import { defineBuiltin } from './builtin.js'
import { labellable } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'
import { hoverable } from './hoverable.js'
import { setAttribute } from './set-attribute.js'

/** Open types that do something here. Any other one is an error, since it would quietly do nothing. */
const OPEN_TYPES = ['', 'agreePrivacyAuthorization']

export const button = defineBuiltin({
  template: '<native-i wx:if="{{ loading }}" class="wx-loading" aria-hidden="true"></native-i><slot/>',
  traits: [...HOST_TRAITS, hoverable, labellable],
  properties: {
    type: { type: String, value: 'default' },
    size: { type: String, value: 'default' },
    hoverClass: { type: String, value: 'button-hover' },
    hoverStartTime: { type: Number, value: 20 },
    hoverStayTime: { type: Number, value: 70 },
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    formType: String,
    openType: String,
  },
  observers: {
    'type, size, plain, disabled'(type: string, size: string, isPlain: boolean, isDisabled: boolean) {
      const host = this._$.$$
      setAttribute(host, 'type', type)
      setAttribute(host, 'size', size)
      setAttribute(host, 'plain', isPlain)
      setAttribute(host, 'disabled', isDisabled)
      setAttribute(host, 'aria-disabled', isDisabled ? 'true' : null)
    },
    openType(openType: string) {
      if (!OPEN_TYPES.includes(openType)) throw new Error(`<button open-type="${openType}"> is not in the preview`)
    },
  },
  lifetimes: {
    attached() {
      const host = this._$.$$
      setAttribute(host, 'type', this.data.type)
      setAttribute(host, 'size', this.data.size)
      if (!host.hasAttribute('role')) host.setAttribute('role', 'button')
      host.tabIndex = 0
      host.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        host.click()
      })
      this._$.addListener('tap', () => this.act())
    },
  },
  methods: {
    activate() {
      this._$.$$.click()
    },
    act() {
      const { openType, formType } = this.data
      if (openType === 'agreePrivacyAuthorization') {
        privacyConsent.noteAgreeButton(this._$.$$.id)
        this.triggerEvent('agreeprivacyauthorization', {})
      }
      if (formType) this._$.$$.closest('wx-form')?.dispatchEvent(new CustomEvent(`wx-${formType}`))
    },
  },
})
