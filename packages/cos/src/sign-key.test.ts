import { describe, expect, it } from '@jest/globals'
import { createSignKeys, toKeyTime } from './sign-key.js'

// Of the official document (product 436, document 14690).
const SECRET_KEY = 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz'

describe('sign keys', () => {
  it('are those of the stretch of time asked for, whatever was asked before', () => {
    const signKeyAt = createSignKeys(SECRET_KEY)

    const keys = ['1567150692;1567157892', '1795132800;1795133700', '1567150692;1567157892'].map(signKeyAt)

    expect(keys).toEqual([
      '39acc8c9f34ba5b19bce4e965b370cd3f62d2fba',
      '094b89ad619beadf221abf65693c614ad0606e3e',
      '39acc8c9f34ba5b19bce4e965b370cd3f62d2fba',
    ])
  })

  it('count whole Unix seconds', () => {
    expect(toKeyTime(new Date('2026-11-20T00:00:00.999Z'), new Date('2026-11-20T00:15:00.999Z'))).toBe(
      '1795132800;1795133700',
    )
  })
})
