import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { setAttribute } from './set-attribute.js'

export const swiperItem = defineBuiltin({
  template: '<slot/>',
  traits: HOST_TRAITS,
  properties: { itemId: String, skipHiddenItemLayout: Boolean },
  observers: {
    itemId(itemId: string) {
      setAttribute(this._$.$$, 'item-id', itemId)
    },
  },
})
