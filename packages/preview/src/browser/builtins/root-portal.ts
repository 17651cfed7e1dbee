import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'

/** Takes what is inside out of its surroundings. Its host has no box, and the page area holds all that is fixed. */
export const rootPortal = defineBuiltin({
  template: '<slot/>',
  traits: HOST_TRAITS,
  properties: { enable: { type: Boolean, value: true } },
})
