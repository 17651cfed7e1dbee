import type { Language } from '@photolift/screens/text'

/** Chinese, unless the browser's first language is another one. */
export const language: Language = /^zh/i.test(navigator.language) ? 'zh' : 'en'
