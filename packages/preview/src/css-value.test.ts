import { describe, expect, it } from '@jest/globals'
import { toCssValue } from './css-value.js'

describe('toCssValue', () => {
  it.each([
    ['750rpx', '100vw'],
    ['-15rpx 7.5rpx', '-2vw 1vw'],
    ['calc(100% - 75rpx)', 'calc(100% - 10vw)'],
    ['100vh', 'calc(100 * var(--wx-vh))'],
    ['calc(8px + env(safe-area-inset-bottom))', 'calc(8px + var(--wx-safe-area-bottom))'],
    ['constant(safe-area-inset-top, 0px)', 'var(--wx-safe-area-top, 0px)'],
  ])('turns %s into %s', (value, expected) => {
    expect(toCssValue(value)).toBe(expected)
  })

  it.each(['var(--gap2rpx)', '#123456', 'url(a-10rpx.png)', '10px'])('leaves %s alone', (value) => {
    expect(toCssValue(value)).toBe(value)
  })
})
