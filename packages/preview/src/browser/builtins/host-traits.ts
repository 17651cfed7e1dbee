import { defineTrait, type Trait } from './builtin.js'
import { setAttribute } from './set-attribute.js'

/** `hidden`, which every component has. */
const hideable = defineTrait({
  properties: { hidden: Boolean },
  observers: {
    hidden(isHidden: boolean) {
      setAttribute(this._$.$$, 'hidden', isHidden)
    },
  },
})

const ARIA_NAMES = [
  'role',
  'label',
  'hidden',
  'checked',
  'disabled',
  'selected',
  'expanded',
  'pressed',
  'busy',
  'live',
  'atomic',
  'modal',
  'haspopup',
  'controls',
  'describedby',
  'labelledby',
  'level',
  'current',
  'invalid',
  'required',
  'valuemin',
  'valuemax',
  'valuenow',
  'valuetext',
  'posinset',
  'setsize',
  'orientation',
] as const

/** `aria-*`, which reach the DOM as they are, except that WeChat's `aria-role` is HTML's `role`. */
const accessible: Trait = {
  properties: Object.fromEntries(ARIA_NAMES.map((name) => [toProperty(name), null])),
  observers: Object.fromEntries(
    ARIA_NAMES.map((name) => [
      toProperty(name),
      function reflect(this: { _$: { $$: HTMLElement } }, value: string | number | boolean | null) {
        const text = typeof value === 'boolean' ? String(value) : value
        setAttribute(this._$.$$, name === 'role' ? 'role' : `aria-${name}`, text)
      },
    ]),
  ),
}

function toProperty(name: string): string {
  return `aria${name[0]?.toUpperCase()}${name.slice(1)}`
}

/** What every component with a place on the screen has. */
export const HOST_TRAITS: readonly Trait[] = [hideable, accessible]
