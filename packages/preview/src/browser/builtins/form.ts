import { defineBuiltin } from './builtin.js'
import { fieldsIn } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'
import { notInPreview } from './not-in-preview.js'

/** Gathers the named fields in it when a button with `form-type` inside is tapped. */
export const form = defineBuiltin({
  template: '<slot/>',
  traits: HOST_TRAITS,
  properties: { reportSubmit: Boolean },
  observers: { reportSubmit: notInPreview('<form report-submit>') },
  lifetimes: {
    attached() {
      const host = this._$.$$
      host.addEventListener('wx-submit', () => {
        const value = Object.fromEntries(fieldsIn(host).map((field) => [field.name, field.value()]))
        this.triggerEvent('submit', { value })
      })
      host.addEventListener('wx-reset', () => {
        for (const field of fieldsIn(host)) field.reset()
        this.triggerEvent('reset', {})
      })
    },
  },
})
