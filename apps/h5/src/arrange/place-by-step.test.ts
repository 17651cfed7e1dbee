import { expect, it } from '@jest/globals'
import { placeByStep } from './place-by-step.js'

const tilesOf = (marks: string) => Array.from(marks, (mark) => ({ held: mark === 'h' }))

it.each([
  ['hhhhhhh', -1, 4, 3],
  ['hhhhhhh', 3, 1, 4],
  ['hhhhhhh', -1, 0, 0],
  ['hhhhhhh', 1, 6, 6],
  ['hhhhhhh', -3, 2, 2],
  ['hhhhhhh', 3, 5, 5],
  ['hrh', -1, 2, 0],
  ['hrrhrrh', 3, 0, 3],
  ['srhhh', -1, 2, 2],
  ['hhr', 1, 1, 1],
])('among %s a step of %s takes a tile from place %s to %s', (marks, step, from, to) => {
  expect(placeByStep(step, from, tilesOf(marks))).toBe(to)
})
