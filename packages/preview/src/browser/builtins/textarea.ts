import { defineBuiltin } from './builtin.js'
import { formField, labellable } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'
import { textField } from './text-field.js'

export const textarea = defineBuiltin({
  template:
    '<native-textarea class="wx-native" value="{{ value }}" placeholder="{{ placeholder }}" disabled="{{ disabled }}" maxlength="{{ maxlength < 0 ? 524288 : maxlength }}" bind:input="onInput" bind:focus="onFocus" bind:blur="onBlur"></native-textarea>',
  traits: [...HOST_TRAITS, formField, labellable, textField],
  properties: { autoHeight: Boolean, fixed: Boolean, showConfirmBar: Boolean },
  observers: {
    'autoHeight, value'(isAutoHeight: boolean) {
      const field = this._$.$$.querySelector('textarea')
      if (field && isAutoHeight) this._$.$$.style.height = `${field.scrollHeight}px`
    },
  },
})
