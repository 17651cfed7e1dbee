import { defineBuiltin } from './builtin.js'
import { choice } from './choice.js'
import { labellable } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

export const radio = defineBuiltin({
  template: '<native-i class="wx-choice wx-choice-round" style="color: {{ color }}"></native-i><slot/>',
  traits: [...HOST_TRAITS, labellable, choice],
  lifetimes: {
    attached() {
      if (!this._$.$$.hasAttribute('role')) this._$.$$.setAttribute('role', 'radio')
    },
  },
  methods: {
    nextChecked() {
      return true
    },
  },
})
