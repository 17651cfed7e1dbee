import { describe, expect, it } from '@jest/globals'
import { parsePrefix, toObjectKey } from './object-key.js'

describe('a name in the storage', () => {
  it('is the prefix and the path', () => {
    expect(toObjectKey('a/b/', '照片/1 (2).jpg')).toBe('a/b/照片/1 (2).jpg')
  })

  it('is the same for a folder from macOS and from Linux', () => {
    expect(toObjectKey('', 'cafe\u0301.jpg')).toBe(toObjectKey('', 'caf\u00e9.jpg'))
  })

  it('has 850 bytes at most', () => {
    expect(toObjectKey('', `${'照'.repeat(283)}a`)).toHaveLength(284)
    expect(() => toObjectKey('', '照'.repeat(284))).toThrow('REQUEST_INVALID')
  })

  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very text is meant
  it.each(['a\nb', '\\a', 'incoming/a', '${filename}', 'a\u0018'])('is never %j', (path) => {
    expect(() => toObjectKey('', path)).toThrow('REQUEST_INVALID')
  })
})

describe('--to', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['trips', 'trips/'],
    ['trips/2026/', 'trips/2026/'],
    ['旅行', '旅行/'],
  ])('%j means %j', (given, prefix) => {
    expect(parsePrefix(given)).toBe(prefix)
  })

  it.each(['//', '/abs', 'a//b', '..', 'a/../b', 'a\\../b'.replace('\\', '/'), 'incoming', 'incoming/x'])(
    'is not %j',
    (given) => {
      expect(() => parsePrefix(given)).toThrow('REQUEST_INVALID')
    },
  )
})
