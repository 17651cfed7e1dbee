import { defineBuiltin } from './builtin.js'
import { labelTarget } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

/** A tap on it acts on the field with the id `for`, or on the first one inside. */
export const label = defineBuiltin({
  template: '<slot/>',
  traits: HOST_TRAITS,
  properties: { for: String },
  lifetimes: {
    attached() {
      const host = this._$.$$
      let tapped: EventTarget | null = null
      for (const type of ['pointerdown', 'click']) {
        host.addEventListener(
          type,
          (event) => {
            tapped = event.target
          },
          { capture: true },
        )
      }
      this._$.addListener('tap', () => {
        // A tap on the field itself has reached it already.
        const isOnField = tapped instanceof Element && tapped.closest(OWN_TAP) !== null && host.contains(tapped)
        if (!isOnField) labelTarget(host, this.data.for)?.activate()
      })
    },
  },
})

const OWN_TAP = 'wx-switch, wx-checkbox, wx-radio, wx-button, wx-input, wx-textarea'
