import { describe, expect, it } from '@jest/globals'
import { fakePhone, fakeWx } from '../../test/fake-wx.js'
import { systemLanguage } from './language.js'

describe('the language', () => {
  it.each([
    ['zh_CN', 'zh'],
    ['zh_TW', 'zh'],
    ['en', 'en'],
    ['ja', 'en'],
  ] as const)('of a WeChat set to %s is %s', (language, expected) => {
    fakeWx(fakePhone({ language }))

    expect(systemLanguage()).toBe(expected)
  })

  it('is found on base libraries before getAppBaseInfo', () => {
    fakeWx({ getSystemInfoSync: () => ({ language: 'en' }) })

    expect(systemLanguage()).toBe('en')
  })
})
