import { describe, expect, it } from '@jest/globals'
import { parseImageInfo } from './image-size.js'

describe('the size in an answer to imageInfo', () => {
  it('is read from its texts', () => {
    const answer = '{"format":"jpeg","width":"960","height":"540","size":"158421","md5":"…","photo_rgb":"0x77755d"}'

    expect(parseImageInfo(answer)).toEqual({ width: 960, height: 540 })
  })

  it.each([
    '',
    '\u00ff\u00d8\u00ff\u00e0',
    'null',
    '[]',
    '{}',
    '{"width":"0","height":"9"}',
    '{"width":"x","height":"9"}',
  ])('is unknown in %j', (answer) => {
    expect(parseImageInfo(answer)).toBeUndefined()
  })
})
