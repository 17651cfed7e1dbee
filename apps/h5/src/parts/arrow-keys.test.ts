import { expect, it } from '@jest/globals'
import { arrowStep } from './arrow-keys.js'

const bare = { altKey: false, ctrlKey: false, metaKey: false }

it.each([
  ['ArrowRight', 1],
  ['ArrowLeft', -1],
  ['ArrowDown', 3],
  ['ArrowUp', -3],
  ['Tab', undefined],
])('%s goes %s further in three columns', (key, step) => {
  expect(arrowStep({ ...bare, key }, 3)).toBe(step)
})

it.each(['altKey', 'ctrlKey', 'metaKey'])('an arrow with %s is left to the browser', (modifier) => {
  expect(arrowStep({ ...bare, key: 'ArrowLeft', [modifier]: true })).toBeUndefined()
})
