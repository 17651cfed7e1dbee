import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { setAttribute } from './set-attribute.js'

/** Text that keeps its line breaks. `decode` and `space` are read by the template compiler and by CSS. */
export const text = defineBuiltin({
  template: '<slot/>',
  traits: HOST_TRAITS,
  properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean },
  observers: {
    'selectable, userSelect'(isSelectable: boolean, userSelect: boolean) {
      setAttribute(this._$.$$, 'selectable', isSelectable || userSelect)
    },
    space(space: string) {
      setAttribute(this._$.$$, 'space', space)
    },
  },
})
