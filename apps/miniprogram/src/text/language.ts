import type { Language } from '@photolift/screens/text'

/**
 * The words of one place, in the system's language: Chinese, unless WeChat is set to another language.
 *
 * @example const text = inSystemLanguage({ zh: { retry: '重试' }, en: { retry: 'Retry' } })
 */
export function inSystemLanguage<Words>(words: Record<Language, Words>): Words {
  return words[systemLanguage()]
}

export function systemLanguage(): Language {
  // wx.getAppBaseInfo came with base library 2.20.1; what stood before it still answers.
  const { language } = wx.canIUse('getAppBaseInfo') ? wx.getAppBaseInfo() : wx.getSystemInfoSync()
  return /^zh/i.test(language) ? 'zh' : 'en'
}
