import { defineBuiltin } from './builtin.js'
import { choice } from './choice.js'
import { labellable } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

export const checkbox = defineBuiltin({
  template: '<native-i class="wx-choice" style="color: {{ color }}"></native-i><slot/>',
  traits: [...HOST_TRAITS, labellable, choice],
  properties: { checked: Boolean },
  lifetimes: {
    attached() {
      if (!this._$.$$.hasAttribute('role')) this._$.$$.setAttribute('role', 'checkbox')
    },
  },
  methods: {
    nextChecked() {
      return !this.data.checked
    },
  },
})
