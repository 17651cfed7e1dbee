import { describe, expect, it } from '@jest/globals'
import { requireObjectKey } from './object-key.js'

describe('an object key', () => {
  it.each(['incoming/u1/a', '照片/a b.jpg', 'a..b', 'x'.repeat(850)])('may be %j', (key) => {
    expect(() => requireObjectKey(key)).not.toThrow()
  })

  it.each([
    '',
    '/a',
    '\\a',
    'a/../b',
    '..',
    './a',
    'a/.',
    'a\u0000b',
    'a\nb',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: COS's own placeholder
    'incoming/${filename}',
    'x'.repeat(851),
    '照'.repeat(284),
  ])('may not be %j', (key) => {
    expect(() => requireObjectKey(key)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })
})
