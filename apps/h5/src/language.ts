import type { Language } from '@photolift/screens/text'

const CHOICE = 'photolift.language'

/** As chosen on this page; else Chinese, unless the browser's first language is another one. */
export const language: Language = chosenLanguage() ?? (/^zh/i.test(navigator.language) ? 'zh' : 'en')

/** Shows the page in its other language. Photos on their way are kept, and offered again. */
export function switchLanguage(): void {
  localStorage.setItem(CHOICE, language === 'zh' ? 'en' : 'zh')
  location.reload()
}

function chosenLanguage(): Language | undefined {
  try {
    const choice = localStorage.getItem(CHOICE)
    return choice === 'zh' || choice === 'en' ? choice : undefined
  } catch {
    // A browser that keeps nothing for pages has no choice of ours.
    return undefined
  }
}
