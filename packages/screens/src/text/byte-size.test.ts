import { describe, expect, it } from '@jest/globals'
import { formatByteSize, toByteSize } from './byte-size.js'

describe('byte sizes', () => {
  it.each([
    [0, '0 KB'],
    [999_999, '999 KB'],
    [1_000_000, '1.0 MB'],
    [28_400_000, '28.4 MB'],
    [99_949_999, '99.9 MB'],
    [165_400_000, '165 MB'],
  ])('%d bytes read %s', (byteLength, text) => {
    expect(formatByteSize(byteLength).replace('\u00a0', ' ')).toBe(text)
  })

  it('writes a part like its whole', () => {
    expect(toByteSize(500_000, 28_400_000)).toEqual({ number: '0.5', unit: 'MB' })
    expect(toByteSize(104_300_000, 165_000_000).number).toBe('104')
  })
})
