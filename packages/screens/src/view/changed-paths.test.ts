import { describe, expect, it } from '@jest/globals'
import { changedPaths } from './changed-paths.js'

describe('changed paths', () => {
  it('names only the value that changed, deep in a list', () => {
    const shown = {
      tiles: [
        { percent: 10, words: '10%' },
        { percent: 40, words: '40%' },
      ],
      title: 'a',
    }
    const next = {
      tiles: [
        { percent: 10, words: '10%' },
        { percent: 41, words: '40%' },
      ],
      title: 'a',
    }

    expect(changedPaths(shown, next)).toEqual({ 'tiles[1].percent': 41 })
  })

  it('adds to a list by path and does not send the rest again', () => {
    expect(changedPaths({ tiles: ['a'] }, { tiles: ['a', 'b'] })).toEqual({ 'tiles[1]': 'b' })
  })

  it('gives a list that became shorter whole, because a path cannot remove', () => {
    expect(changedPaths({ tiles: ['a', 'b'] }, { tiles: ['b'] })).toEqual({ tiles: ['b'] })
  })

  it('gives an object that lost a key whole', () => {
    expect(changedPaths<object>({ left: { a: 1, b: 2 } }, { left: { a: 1 } })).toEqual({ left: { a: 1 } })
  })

  it('replaces an object by null and null by an object', () => {
    expect(changedPaths<object>({ left: { a: 1 } }, { left: null })).toEqual({ left: null })
    expect(changedPaths<object>({ left: null }, { left: { a: 1 } })).toEqual({ left: { a: 1 } })
  })

  it('is empty when nothing changed', () => {
    expect(changedPaths({ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2 }] } })).toEqual({})
  })
})
