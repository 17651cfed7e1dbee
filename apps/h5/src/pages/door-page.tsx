import { useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import { PAGE_TEXT } from '../text.js'

const text = PAGE_TEXT[language].door

/** The way in: WeChat is on its way to open, or a code is asked for. */
export function DoorPage({ composition }: { composition: Composition }) {
  const { login, connection } = composition
  const [deskCode, setDeskCode] = useState('')

  if (login.isLeaving())
    return (
      <main class="message">
        <p role="status">{text.goingToWeChat}</p>
      </main>
    )

  const note = login.doorNote()
  const enter = (event: Event) => {
    event.preventDefault()
    if (deskCode.trim() === '') return
    login.offerDeskCode(deskCode.trim())
    setDeskCode('')
    void connection.connect()
  }
  return (
    <main class="message">
      <span class="upload__art" aria-hidden="true" />
      <h1 class="upload__statement">{text.title}</h1>
      <p class="upload__explanation">{text.text}</p>
      <form class="door" onSubmit={enter}>
        <input
          class="door__field"
          aria-label={text.label}
          placeholder={text.label}
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          value={deskCode}
          onInput={({ currentTarget }) => setDeskCode(currentTarget.value)}
        />
        <button type="submit" class="btn btn--primary">
          {text.enter}
        </button>
      </form>
      <p class="door__problem" role="alert">
        {note && text[note]}
      </p>
    </main>
  )
}
