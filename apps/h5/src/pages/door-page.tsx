import { UPLOAD_TEXT } from '@photolift/screens/text'
import { useEffect, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import type { Login } from '../login/login.js'
import { PAGE_TEXT } from '../text.js'

const text = PAGE_TEXT[language].door

/** The way in: through WeChat, or with a code. */
export function DoorPage({ composition }: { composition: Composition }) {
  const { login, uploader } = composition
  const [{ tasks, resumable, unkeptCount }, setSnapshot] = useState(uploader.snapshot())
  useEffect(() => uploader.subscribe(setSnapshot), [uploader])

  const note = login.doorNote()
  const hasPhotos = resumable !== null || tasks.some(({ state }) => state !== 'ready')
  const words = note && text[note] + (note === 'ended' && hasPhotos ? text.photos : '')
  if (!composition.inWechat) return <DeskDoor composition={composition} words={words} />
  // Leaving may cost photos that WeChat has not taken yet.
  return <WechatDoor login={login} words={unkeptCount > 0 ? UPLOAD_TEXT[language].unkept(unkeptCount) : words} />
}

/** WeChat is on its way to open, or waits for a tap. */
function WechatDoor({ login, words = text.notIn }: { login: Login; words: string | undefined }) {
  if (login.isLeaving())
    return (
      <main class="message">
        <p role="status">{text.goingToWeChat}</p>
      </main>
    )
  return (
    <main class="message">
      <span class="upload__art" aria-hidden="true" />
      <h1 class="upload__statement">{text.enter}</h1>
      <p class="upload__explanation" role="status">
        {words}
      </p>
      <div class="actions">
        <div class="actions__row">
          <button type="button" class="btn btn--primary" onClick={login.enter}>
            {text.enter}
          </button>
        </div>
      </div>
    </main>
  )
}

function DeskDoor({ composition, words }: { composition: Composition; words: string | undefined }) {
  const { login, connection } = composition
  const [deskCode, setDeskCode] = useState('')

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
      <p class="problem" role="alert">
        {words}
      </p>
    </main>
  )
}
