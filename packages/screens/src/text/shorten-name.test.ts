import { describe, expect, it } from '@jest/globals'
import { shortenName } from './shorten-name.js'

describe('shortened names', () => {
  it.each([
    ['IMG_2231.jpg', 'IMG_2231.jpg'],
    ['二〇二六年国庆在大理洱海边骑车好开心.HEIC', '二〇二六…好开心.HEIC'],
    ['Screenshot_20261120_093012_视频.png', 'Screenshot…_视频.png'],
    ['没有后缀名的一个很长很长的文件名字', '没有后缀名的…件名字'],
  ])('%s becomes %s', (name, short) => {
    expect(shortenName(name)).toBe(short)
  })

  it('takes nothing long for an extension, whatever dot it follows', () => {
    expect(shortenName(`a.${'b'.repeat(250)}`)).toBe(`a.${'b'.repeat(14)}…bbb`)
    expect(shortenName(`IMG_2026 1.${'照'.repeat(100)}`)).toBe('IMG_2026 1.照…照照照')
  })

  it('never cuts an emoji into pieces', () => {
    const family = '👨‍👩‍👧‍👦'

    expect(shortenName(`${family.repeat(20)}.jpg`)).toBe(`${family.repeat(4)}…${family.repeat(3)}.jpg`)
    expect(shortenName(`${'🇨🇳'.repeat(20)}.jpg`)).toBe(`${'🇨🇳'.repeat(4)}…${'🇨🇳'.repeat(3)}.jpg`)
    expect(shortenName(`${'👍🏽'.repeat(20)}.jpg`)).toBe(`${'👍🏽'.repeat(4)}…${'👍🏽'.repeat(3)}.jpg`)
  })
})
