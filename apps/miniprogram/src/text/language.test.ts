import { describe, expect, it } from '@jest/globals'
import { fakePhone, fakeWx } from '../../test/fake-wx.js'
import { errorMessage } from './error-message.js'
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

describe('the sentence for an error', () => {
  it('names the limit of this service', () => {
    fakeWx(fakePhone())

    expect(errorMessage('PHOTO_TOO_LARGE', 10 * 1024 * 1024)).toBe('超过 10\u00a0MB，请改选压缩图')
  })

  it('is English on an English phone', () => {
    fakeWx(fakePhone({ language: 'en' }))

    expect(errorMessage('PHOTO_TOO_LARGE')).toBe('Over 20\u00a0MB. Pick compressed.')
  })
})
