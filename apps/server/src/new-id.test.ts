import { expect, it } from '@jest/globals'
import { isId, newId, newOrderedId } from './new-id.js'

it('ids have one shape, and are never the same', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => (index % 2 === 0 ? newId() : newOrderedId(1_795_132_800_000)))

  expect(ids.every(isId)).toBe(true)
  expect(new Set(ids).size).toBe(1_000)
})

it('ordered ids sort by their time', () => {
  const times = [0, 1_795_132_800_000, 1_795_132_800_001, 9_999_999_999_999]

  const ids = times.map(newOrderedId)

  expect(ids.toSorted()).toEqual(ids)
})

it.each(['', 'A'.repeat(32), 'f'.repeat(31), 'f'.repeat(33), `${'f'.repeat(32)}\n`, '照片'])('%j is no id', (text) => {
  expect(isId(text)).toBe(false)
})
