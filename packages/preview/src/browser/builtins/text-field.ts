import { defineTrait } from './builtin.js'

/** What `<input>` and `<textarea>` share: a native field of the browser, class `wx-native`, with WeChat's events. */
export const textField = defineTrait({
  properties: {
    value: String,
    placeholder: String,
    placeholderStyle: String,
    placeholderClass: String,
    disabled: Boolean,
    maxlength: { type: Number, value: 140 },
    focus: Boolean,
    cursorSpacing: Number,
    adjustPosition: Boolean,
    confirmType: String,
    confirmHold: Boolean,
  },
  observers: {
    focus(hasFocus: boolean) {
      const field = this.nativeField()
      if (hasFocus) setTimeout(() => field?.focus(), 0)
      else if (field && document.activeElement === field) field.blur()
    },
  },
  methods: {
    nativeField() {
      return this._$.$$.querySelector<HTMLInputElement | HTMLTextAreaElement>('.wx-native')
    },
    onInput() {
      const field = this.nativeField()
      const value = field?.value ?? ''
      this.setData({ value })
      this.triggerEvent('input', { value, cursor: field?.selectionEnd ?? value.length, keyCode: 0 })
    },
    onFocus() {
      this.triggerEvent('focus', { value: this.data.value, height: 0 })
    },
    onBlur() {
      this.triggerEvent('blur', { value: this.data.value, cursor: this.nativeField()?.selectionEnd ?? 0 })
    },
    formValue() {
      return this.data.value
    },
    resetForm() {
      this.setData({ value: '' })
    },
    activate() {
      this.nativeField()?.focus()
    },
  },
})
