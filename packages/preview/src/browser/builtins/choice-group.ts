import { type Builtin, defineBuiltin } from './builtin.js'
import { CHOSEN } from './choice.js'
import { formField } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

/** Boxes of which any number may be checked; the value is the list of theirs. */
export const checkboxGroup = choiceGroup('wx-checkbox', (values) => values)

/** Boxes of which one is checked; the value is its value. */
export const radioGroup = choiceGroup('wx-radio', (values) => values[0] ?? '')

function choiceGroup(tag: string, toValue: (values: string[]) => unknown): Builtin {
  return defineBuiltin({
    template: '<slot/>',
    traits: [...HOST_TRAITS, formField],
    lifetimes: {
      attached() {
        const host = this._$.$$
        host.addEventListener(CHOSEN, (event) => {
          const chosen = (event as CustomEvent<Element>).detail
          if (tag === 'wx-radio') {
            for (const other of this.checked()) if (other !== chosen) other.dispatchEvent(new CustomEvent('wx-uncheck'))
          }
          this.triggerEvent('change', { value: this.formValue() })
        })
      },
    },
    methods: {
      checked() {
        return [...this._$.$$.querySelectorAll(`${tag}[checked]`)]
      },
      formValue() {
        return toValue(this.checked().map((element) => element.getAttribute('value') ?? ''))
      },
      resetForm() {
        for (const element of this.checked()) element.dispatchEvent(new CustomEvent('wx-uncheck'))
      },
    },
  })
}
