import { UPLOAD_TEXT } from '@photolift/screens/text'
import { language, switchLanguage } from '../language.js'
import type { GoTo, Route } from '../route.js'
import { PAGE_TEXT } from '../text.js'
import { Icon } from './icon.js'

const text = UPLOAD_TEXT[language]
const pageText = PAGE_TEXT[language]

/** The top row: the two places, and the settings. */
export function Header({ at, goTo }: { at: Route['name']; goTo: GoTo }) {
  const tab = (name: 'upload' | 'gallery', words: string) => (
    <button
      type="button"
      class={`seg__tab ${at === name ? 'seg__tab--on' : ''}`}
      {...(at === name ? { 'aria-current': 'page' } : {})}
      onClick={() => goTo({ name })}
    >
      {words}
    </button>
  )
  return (
    <header class="header">
      <span class="header__brand" aria-hidden="true">
        <i class="header__logo" />
        Photolift
      </span>
      <nav class="seg">
        {tab('upload', pageText.upload)}
        {tab('gallery', text.myPhotos)}
      </nav>
      <button type="button" class="header__language" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={switchLanguage}>
        <Icon name="globe" />
        {pageText.otherLanguage}
      </button>
      <button
        type="button"
        class="card header__gear"
        aria-label={text.settings}
        {...(at === 'settings' ? { 'aria-current': 'page' } : {})}
        onClick={() => goTo({ name: 'settings' })}
      >
        <Icon name="settings" />
        <span class="header__gear-words">{text.settings}</span>
      </button>
    </header>
  )
}
