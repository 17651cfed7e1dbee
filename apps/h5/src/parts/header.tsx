import { UPLOAD_TEXT } from '@photolift/screens/text'
import { useEffect } from 'preact/hooks'
import { language, otherLanguage, switchLanguage } from '../language.js'
import type { GoTo } from '../route.js'
import { PAGE_TEXT } from '../text.js'
import { Icon } from './icon.js'

const text = UPLOAD_TEXT[language]
const pageText = PAGE_TEXT[language]

const names = { upload: pageText.upload, gallery: text.myPhotos, settings: text.settings }

/** The top row: the two places, and the settings. It names the page in the title, too. */
export function Header({ at, goTo }: { at: keyof typeof names; goTo: GoTo }) {
  useEffect(() => {
    document.title = `${names[at]} · Photolift`
  }, [at])
  const tab = (name: 'upload' | 'gallery') => (
    <button
      type="button"
      class={`seg__tab ${at === name ? 'seg__tab--on' : ''}`}
      {...(at === name ? { 'aria-current': 'page' } : {})}
      onClick={() => goTo({ name })}
    >
      {names[name]}
    </button>
  )
  return (
    <header class="header">
      <span class="header__brand" aria-hidden="true">
        <i class="header__logo" />
        Photolift
      </span>
      <nav class="seg">
        {tab('upload')}
        {tab('gallery')}
      </nav>
      <button type="button" class="header__language" lang={otherLanguage} onClick={switchLanguage}>
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
