import { AppError, PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import { toChoiceViews } from '@photolift/screens'
import { type ChosenSetting, deleteAccount, type Settings } from '@photolift/screens/settings'
import { ABOUT_TEXT, SETTINGS_TEXT } from '@photolift/screens/text'
import { useEffect, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language, otherLanguage, switchLanguage } from '../language.js'
import { Choices, Switch } from '../parts/choices.js'
import { Header } from '../parts/header.js'
import { Icon } from '../parts/icon.js'
import { Sheet } from '../parts/sheet.js'
import { Toast, useToast } from '../parts/toast.js'
import type { GoTo } from '../route.js'
import { PAGE_TEXT } from '../text.js'

const text = ABOUT_TEXT[language]
const settingsText = SETTINGS_TEXT[language]
const pageText = PAGE_TEXT[language]

/** No browser tells reliably whether bytes cost money, so there is no row about mobile data. */
const ROWS = ['quality', 'metadata'] as const satisfies readonly ChosenSetting[]

type OpenSheet = { name: 'none' | 'kept' | 'delete' } | { name: 'choice'; setting: ChosenSetting }

export function SettingsPage({ composition, goTo }: { composition: Composition; goTo: GoTo }) {
  const [settings, setSettings] = useState(composition.settings.get())
  const [sheet, setSheet] = useState<OpenSheet>({ name: 'none' })
  const [toast, say] = useToast(composition.clock)

  useEffect(() => composition.settings.onChange(setSettings), [composition])

  const close = () => setSheet({ name: 'none' })
  const change = async (wanted: Partial<Settings>) => {
    try {
      await composition.settings.set(wanted)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      say(text.notKept)
    }
  }
  const link = () => {
    // What is on its way is this person's, and the join may make them another one.
    const isOver = composition.uploader.snapshot().tasks.every(({ state }) => state === 'ready' || state === 'refused')
    if (isOver) composition.login.link()
    else say(pageText.linkLater)
  }
  const beginAnew = () => {
    goTo({ name: 'upload' })
    // Databases bear the name of whoever was in. In WeChat there is one person, who would be logged in again at once.
    if (composition.inWechat) composition.login.forget()
    else location.reload()
  }
  const shortOf = (setting: ChosenSetting) =>
    (settingsText[setting] as Record<string, { short: string }>)[settings[setting]]?.short ?? ''

  return (
    <div class="settings">
      <Header at="settings" goTo={goTo} />
      <main class="settings__main">
        <h1 class="spoken">{text.title}</h1>
        <h2 class="group">{text.uploadGroup}</h2>
        <div class="cells card">
          {ROWS.map((setting) => (
            <Cell
              key={setting}
              name={text[setting]}
              value={shortOf(setting)}
              onClick={() => setSheet({ name: 'choice', setting })}
            />
          ))}
          <Switch
            class="cell"
            name={settingsText.arrangeFirst}
            note={settingsText.arrangeFirstNote}
            on={settings.arrangeFirst}
            onToggle={() => void change({ arrangeFirst: !settings.arrangeFirst })}
          />
        </div>
        <h2 class="group">{text.privacyGroup}</h2>
        <div class="cells card">
          <Cell name={text.whatWeKeep} onClick={() => setSheet({ name: 'kept' })} />
        </div>
        <h2 class="group">{text.accountGroup}</h2>
        <div class="cells card">
          {composition.inWechat && <Cell name={pageText.link} value={pageText.linkNote} onClick={link} />}
          <Cell name={pageText.otherLanguage} lang={otherLanguage} onClick={switchLanguage} />
          <Cell name={text.deleteAccount} bad onClick={() => setSheet({ name: 'delete' })} />
        </div>
        <p class="version">{pageText.version}</p>
      </main>
      {sheet.name === 'choice' && (
        <Sheet title={text[sheet.setting]} closeLabel={text.close} onDismiss={close}>
          <Choices
            label={text[sheet.setting]}
            choices={toChoiceViews(sheet.setting, {
              settings,
              text: settingsText,
              photoMaxBytes: composition.connection.state().limits?.photoMaxBytes ?? PHOTO_MAX_BYTES_DEFAULT,
            })}
            onChoose={(value) => {
              close()
              void change({ [sheet.setting]: value })
            }}
          />
        </Sheet>
      )}
      {sheet.name === 'kept' && (
        <Sheet title={text.whatWeKeep} closeLabel={text.close} onDismiss={close}>
          <ul class="sheet__points">
            <Point icon="photos" words={text.kept.photos} />
            <Point icon="info" words={text.kept.facts} />
            <Point icon="user" words={text.kept.account} />
            <Point icon="shield" words={text.kept.notKept} />
          </ul>
        </Sheet>
      )}
      {sheet.name === 'delete' && <DeleteSheet composition={composition} onDismiss={close} onDone={beginAnew} />}
      <Toast toast={toast} />
    </div>
  )
}

function DeleteSheet(props: { composition: Composition; onDismiss: () => void; onDone: () => void }) {
  const { composition } = props
  const [understood, setUnderstood] = useState(false)
  const [state, setState] = useState<'deleting' | 'failed'>()
  const deleting = state === 'deleting'
  const { photos, complete } = composition.gallery.snapshot()

  const confirm = async () => {
    setState('deleting')
    try {
      await deleteAccount(composition)
      props.onDone()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setState('failed')
    }
  }
  return (
    <Sheet
      title={text.deletion.question}
      above={
        <span class="sheet__icon sheet__icon--bad">
          <Icon name="trash" />
        </span>
      }
      onDismiss={() => !deleting && props.onDismiss()}
    >
      <ul class="sheet__points">
        <Point icon="photos" words={text.deletion.photos(complete ? photos.length : undefined)} />
        <Point icon="user" words={text.deletion.account} />
        <Point icon="check" words={text.deletion.phone} />
      </ul>
      {/* biome-ignore lint/a11y/useSemanticElements: its box is drawn. */}
      <button
        type="button"
        role="checkbox"
        aria-checked={understood}
        class="bare agree"
        disabled={deleting}
        onClick={() => setUnderstood(!understood)}
      >
        <span class={`agree__box ${understood ? 'agree__box--on' : ''}`}>
          <Icon name="check-bold" />
        </span>
        <span>{text.deletion.understood}</span>
      </button>
      {state === 'failed' && (
        <p class="problem" role="alert">
          {text.deletion.failed}
        </p>
      )}
      <div class="sheet__actions sheet__actions--near">
        <button type="button" class="btn btn--neutral" disabled={deleting} onClick={props.onDismiss}>
          {text.deletion.keep}
        </button>
        <button
          type="button"
          class={`btn btn--danger ${understood && !deleting ? '' : 'btn--off'}`}
          disabled={!understood || deleting}
          onClick={() => void confirm()}
        >
          {deleting ? text.deletion.running : text.deletion.confirm}
        </button>
      </div>
    </Sheet>
  )
}

function Cell(props: { name: string; value?: string; bad?: boolean; lang?: string; onClick: () => void }) {
  return (
    <button type="button" class={`bare cell ${props.bad === true ? 'cell--bad' : ''}`} onClick={props.onClick}>
      <span class="cell__about" lang={props.lang}>
        {props.name}
      </span>
      {props.value !== undefined && <span class="cell__value">{props.value}</span>}
      <Icon name="right" class="cell__arrow" />
    </button>
  )
}

function Point({ icon, words }: { icon: string; words: string }) {
  return (
    <li class="sheet__point">
      <Icon name={icon} />
      <span>{words}</span>
    </li>
  )
}
