import { describe, expect, it } from '@jest/globals'
import { checkCloudPath, isCloudFileId } from './cloud-path.js'

describe('a path', () => {
  it.each(['a', 'a/b.jpg', '照片/小明 (1).jpg', '..a/b..', '😀', 'a/', '照'.repeat(283)])('may be %j', (path) => {
    expect(() => checkCloudPath(path)).not.toThrow()
  })

  it.each([
    ['', 'is empty'],
    ['照'.repeat(284), '850 bytes'],
    ['/a', 'begins with /'],
    ['\\a', 'begins with /'],
    ['a//b', '//'],
    ['../a', 'between slashes'],
    ['a/.', 'between slashes'],
    ['a\nb', 'control character'],
    ['a\u007f', 'control character'],
    ['a\udc00', 'surrogate'],
  ])('may not be %j, and the reason is told', (path, reason) => {
    expect(() => checkCloudPath(path)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID', message: expect.stringContaining(reason) }),
    )
  })

  it('that may be is never escaped in JSON', () => {
    const every = Array.from({ length: 0xffff }, (_, code) => `a${String.fromCharCode(code)}b`).filter((path) => {
      try {
        checkCloudPath(path)
        return true
      } catch {
        // Refused: it never gets into a body.
        return false
      }
    })

    expect(every.length).toBeGreaterThan(60_000)
    expect(JSON.stringify(every)).not.toContain(String.raw`\u`)
  })
})

it.each([
  ['cloud://test2-4a89da.7465-test2-4a89da-1258717764/照片/小明 (1).jpg', true],
  ['cloud://env.bucket-1/a', true],
  ['cloud://env/a', false],
  ['cloud://env.bucket-1/', false],
  ['cloud://env.bucket-1', false],
  ['https://env.bucket-1/a', false],
  ['x cloud://env.bucket-1/a', false],
  ['cloud://env.bucket-1/a\n', false],
  ['cloud://env.bucket-1/\ud800', false],
])('%j is a file id: %s', (cloudFileId, expected) => {
  expect(isCloudFileId(cloudFileId)).toBe(expected)
})
