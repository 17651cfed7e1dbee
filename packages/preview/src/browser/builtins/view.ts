import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { hoverable } from './hoverable.js'

export const view = defineBuiltin({ template: '<slot/>', traits: [...HOST_TRAITS, hoverable] })
