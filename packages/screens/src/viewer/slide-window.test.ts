import { expect, it } from '@jest/globals'
import { isNearEdge, windowAround } from './slide-window.js'

it('lays a bounded window around a photo, cut off at the ends of the gallery', () => {
  expect(windowAround(500, 2_000)).toEqual({ start: 485, end: 516 })
  expect(windowAround(3, 2_000)).toEqual({ start: 0, end: 19 })
  expect(windowAround(1_999, 2_000)).toEqual({ start: 1_984, end: 2_000 })
  expect(windowAround(0, 1)).toEqual({ start: 0, end: 1 })
})

it.each([
  ['in the middle', 500, false],
  ['two from the front', 486, true],
  ['three from the front', 487, false],
  ['two from the back', 514, true],
  ['three from the back', 513, false],
])('tells when it has to be laid anew: %s', (_, place, near) => {
  expect(isNearEdge({ start: 485, end: 516 }, place, 2_000)).toBe(near)
})

it('stays where its end is the end of the gallery', () => {
  expect(isNearEdge({ start: 0, end: 16 }, 0, 2_000)).toBe(false)
  expect(isNearEdge({ start: 1_984, end: 2_000 }, 1_999, 2_000)).toBe(false)
})
