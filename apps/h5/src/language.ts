import type { Language } from '@photolift/screens/text'
import { openStorage } from './open-storage.js'

const CHOICE = 'photolift.language'

const storage = openStorage('localStorage')
const choice = storage[CHOICE]

/** As chosen on this page; else Chinese, unless the browser's first language is another one. */
export const language: Language =
  choice === 'zh' || choice === 'en' ? choice : /^zh/i.test(navigator.language) ? 'zh' : 'en'

/** Also the `lang` of a word in it, which a screen reader then reads right. */
export const otherLanguage: Language = language === 'zh' ? 'en' : 'zh'

/** Shows the page in its other language. Photos on their way are kept and offered again; of those that are not, the browser asks first. */
export function switchLanguage(): void {
  storage[CHOICE] = otherLanguage
  location.reload()
}
