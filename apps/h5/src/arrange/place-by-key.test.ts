import { expect, it } from '@jest/globals'
import { placeByKey } from './place-by-key.js'

it.each([
  ['ArrowLeft', 4, 3],
  ['ArrowRight', 2, 3],
  ['ArrowUp', 4, 1],
  ['ArrowDown', 1, 4],
  ['ArrowLeft', 0, 0],
  ['ArrowRight', 6, 6],
  ['ArrowUp', 2, 2],
  ['ArrowDown', 5, 5],
  ['Tab', 3, undefined],
])('%s takes a tile from place %s of seven in three columns to %s', (key, from, to) => {
  expect(placeByKey(key, from, { columns: 3, count: 7 })).toBe(to)
})
