import { defineBuiltin } from './builtin.js'
import { formField, labellable } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'
import { textField } from './text-field.js'

/** Keyboards that phones show for WeChat's input types, as HTML's `inputmode`. */
const KEYBOARDS: Readonly<Record<string, string>> = {
  number: 'numeric',
  digit: 'decimal',
  idcard: 'text',
  text: 'text',
}

export const input = defineBuiltin({
  template:
    '<native-input class="wx-native" type="{{ password ? \'password\' : \'text\' }}" inputmode="{{ keyboard }}" value="{{ value }}" placeholder="{{ placeholder }}" disabled="{{ disabled }}" maxlength="{{ maxlength < 0 ? 524288 : maxlength }}" bind:input="onInput" bind:focus="onFocus" bind:blur="onBlur" bind:keydown="onKeyDown"></native-input>',
  traits: [...HOST_TRAITS, formField, labellable, textField],
  properties: { type: { type: String, value: 'text' }, password: Boolean },
  data: { keyboard: 'text' },
  observers: {
    type(type: string) {
      this.setData({ keyboard: KEYBOARDS[type] ?? 'text' })
    },
  },
  methods: {
    onKeyDown(event: { detail: { key: string; isComposing: boolean } }) {
      const { key, isComposing } = event.detail
      const value = this._$.$$.querySelector('input')?.value ?? ''
      if (key === 'Enter' && !isComposing) this.triggerEvent('confirm', { value })
    },
  },
})
