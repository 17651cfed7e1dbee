import { defineBuiltin } from './builtin.js'
import { formField, labellable } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'
import { setAttribute } from './set-attribute.js'

export const switchButton = defineBuiltin({
  template:
    "<native-i class=\"wx-switch\" style=\"{{ checked ? 'background: ' + color + '; border-color: ' + color : '' }}\"></native-i>",
  traits: [...HOST_TRAITS, formField, labellable],
  properties: {
    checked: Boolean,
    disabled: Boolean,
    type: { type: String, value: 'switch' },
    color: { type: String, value: '#04BE02' },
  },
  observers: {
    'checked, disabled'(isChecked: boolean, isDisabled: boolean) {
      const host = this._$.$$
      setAttribute(host, 'checked', isChecked)
      setAttribute(host, 'disabled', isDisabled)
      setAttribute(host, 'aria-checked', String(isChecked))
    },
  },
  lifetimes: {
    attached() {
      const host = this._$.$$
      if (!host.hasAttribute('role')) host.setAttribute('role', 'switch')
      host.setAttribute('aria-checked', String(this.data.checked))
      this._$.addListener('tap', () => this.activate())
    },
  },
  methods: {
    activate() {
      if (this.data.disabled) return
      const value = !this.data.checked
      this.setData({ checked: value })
      this.triggerEvent('change', { value })
    },
    formValue() {
      return this.data.checked
    },
    resetForm() {
      this.setData({ checked: false })
    },
  },
})
