import { UPLOAD_TEXT } from '@photolift/screens/text'
import { useEffect, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import { PAGE_TEXT } from '../text.js'

const text = PAGE_TEXT[language].door

/** The way in: through WeChat, or with a code. */
export function DoorPage({ composition }: { composition: Composition }) {
  return composition.inWechat ? <WechatDoor composition={composition} /> : <DeskDoor composition={composition} />
}

/** WeChat is on its way to open, or waits for a tap: leaving may cost photos that it has not taken yet. */
function WechatDoor({ composition }: { composition: Composition }) {
  const { login, uploader } = composition
  const [unkeptCount, setUnkeptCount] = useState(0)
  useEffect(() => uploader.subscribe((snapshot) => setUnkeptCount(snapshot.unkeptCount)), [uploader])

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
        {unkeptCount > 0 ? UPLOAD_TEXT[language].unkept(unkeptCount) : login.doorNote() ? text.ended : text.notIn}
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

function DeskDoor({ composition }: { composition: Composition }) {
  const { login, connection } = composition
  const [deskCode, setDeskCode] = useState('')

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
