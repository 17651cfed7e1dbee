import { defineTrait } from './builtin.js'
import { setAttribute } from './set-attribute.js'

/** Fired on a group's host when a choice in it was made by the person. Its detail is the choice's host. */
export const CHOSEN = 'wx-chosen'

/** What `<checkbox>` and `<radio>` share. Their `nextChecked` says what a tap does. */
export const choice = defineTrait({
  properties: {
    value: String,
    checked: Boolean,
    disabled: Boolean,
    color: { type: String, value: '#09BB07' },
  },
  observers: {
    'value, checked, disabled'(value: string, isChecked: boolean, isDisabled: boolean) {
      const host = this._$.$$
      setAttribute(host, 'value', value)
      setAttribute(host, 'checked', isChecked)
      setAttribute(host, 'disabled', isDisabled)
      setAttribute(host, 'aria-checked', String(isChecked))
    },
  },
  lifetimes: {
    attached() {
      const host = this._$.$$
      host.setAttribute('aria-checked', String(this.data.checked))
      host.addEventListener('wx-uncheck', () => this.setData({ checked: false }))
      this._$.addListener('tap', () => this.activate())
    },
  },
  methods: {
    activate() {
      const chooser = this as typeof this & { nextChecked(): boolean }
      if (this.data.disabled) return
      const checked = chooser.nextChecked()
      if (checked === this.data.checked) return
      this.setData({ checked })
      const host = this._$.$$
      host.closest('wx-checkbox-group, wx-radio-group')?.dispatchEvent(new CustomEvent(CHOSEN, { detail: host }))
    },
  },
})
