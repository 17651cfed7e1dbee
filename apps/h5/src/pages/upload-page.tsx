import { PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import { formatLimit, SETTINGS_TEXT, UPLOAD_TEXT } from '@photolift/screens/text'
import { type ButtonView, createUploadScreen, type UploadScreen, type UploadView } from '@photolift/screens/upload'
import type { PickedPhoto } from '@photolift/upload-engine'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import { moveByArrows } from '../parts/arrow-keys.js'
import { Header } from '../parts/header.js'
import { Icon } from '../parts/icon.js'
import { PhotoTiles } from '../parts/photo-tiles.js'
import { Toast, useToast } from '../parts/toast.js'
import { UploadPanel } from '../parts/upload-panel.js'
import { droppedFiles } from '../pick/dropped-files.js'
import { keepFirst } from '../pick/keep-first.js'
import { toPickedPhoto } from '../pick/photo-picker.js'
import type { GoTo } from '../route.js'
import { PAGE_TEXT } from '../text.js'
import { UploadSheets } from './upload-sheets.js'

const text = UPLOAD_TEXT[language]
const pageText = PAGE_TEXT[language]

/** As the mini-program: what is more than a person sees at a glance is picked in two goes. */
const PHOTOS_PER_PICK = 20

export function UploadPage({ composition, goTo }: { composition: Composition; goTo: GoTo }) {
  const [view, setView] = useState<UploadView | null>(null)
  const [toast, say] = useToast(composition.clock)
  const [isOver, setOver] = useState(false)
  const screen = useRef<UploadScreen | null>(null)

  useEffect(() => {
    const opened = createUploadScreen({
      stores: composition,
      text,
      settingsText: SETTINGS_TEXT[language],
      singlePage: false,
      photosPerPick: PHOTOS_PER_PICK,
      pick: async () => firstOnes(await composition.pick({ max: PHOTOS_PER_PICK })),
      show: setView,
      // Of a dialog that was closed an older browser tells nothing, and WeChat not always.
      picksAnew: true,
      vibrate: () => {},
      openGallery: () => goTo({ name: 'gallery' }),
      openViewer: (photoId) => goTo({ name: 'viewer', photoId }),
      preview: (url) => void open(url, '_blank', 'noopener'),
    })
    screen.current = opened
    opened.open()
    return () => opened.close()
  }, [composition])

  function firstOnes(photos: PickedPhoto[]): PickedPhoto[] {
    if (photos.length > PHOTOS_PER_PICK) say(pageText.tooMany(PHOTOS_PER_PICK))
    return keepFirst(photos, PHOTOS_PER_PICK)
  }

  function take(transfer: DataTransfer | null): void {
    const { files, hasFolders } = droppedFiles(transfer)
    if (hasFolders) say(pageText.foldersRefused)
    screen.current?.add(firstOnes(files.map(toPickedPhoto)))
  }

  useEffect(() => {
    const heard = Object.entries({
      paste: ({ clipboardData }: ClipboardEvent) => take(clipboardData),
      dragover: ({ dataTransfer }: DragEvent) => setOver(dataTransfer?.types.includes('Files') === true),
      dragleave({ relatedTarget }: DragEvent) {
        if (relatedTarget === null) setOver(false)
      },
      drop({ dataTransfer }: DragEvent) {
        setOver(false)
        take(dataTransfer)
      },
    }) as [string, EventListener][]
    for (const each of heard) addEventListener(...each)
    return () => {
      for (const each of heard) removeEventListener(...each)
    }
  }, [])

  if (view === null || screen.current === null) return null
  const current = screen.current
  if (view.screen === 'unreachable')
    return <Unreachable unreachable={view.unreachable} onRetry={() => void current.reconnect()} />

  const limit = formatLimit(composition.connection.state().limits?.photoMaxBytes ?? PHOTO_MAX_BYTES_DEFAULT)
  const isEmpty = view.screen === 'empty'
  const choose = () => void current.choose('album')
  return (
    <div class={`upload ${isOver ? 'upload--over' : ''}`}>
      <Header at="upload" goTo={goTo} />
      <main class="upload__main">
        <div class="upload__left">
          {isEmpty ? (
            <section class="upload__hero">
              <span class="upload__art" aria-hidden="true" />
              <h1 class="upload__statement phone-only">{text.heroTitle}</h1>
              <p class="upload__explanation phone-only">
                {view.heroText.map((line) => (
                  <span key={line} class="block">
                    {line}
                  </span>
                ))}
              </p>
              <h1 class="upload__statement desk-only">{isOver ? pageText.dropHere : pageText.dropTitle}</h1>
              <p class="upload__explanation desk-only">{pageText.dropNote(PHOTOS_PER_PICK, limit)}</p>
              <button type="button" class="btn btn--primary desk-only upload__desk-choose" onClick={choose}>
                <Icon name="plus" />
                {text.choose}
              </button>
            </section>
          ) : (
            <>
              {view.phase !== 'leftovers' && (
                <section class="upload__drop desk-only">
                  <span class="upload__drop-icon">
                    <Icon name="photos" />
                  </span>
                  <span class="upload__drop-words">
                    <strong>{isOver ? pageText.dropHere : pageText.dropMore}</strong>
                    <span>{pageText.dropMoreNote(PHOTOS_PER_PICK, limit)}</span>
                  </span>
                  <button type="button" class="btn btn--neutral upload__drop-button" onClick={choose}>
                    <Icon name="plus" />
                    {text.choose}
                  </button>
                </section>
              )}
              {view.filters.length > 0 && (
                <div class="upload__filters" role="tablist" onKeyDown={moveByArrows}>
                  {view.filters.map(({ filter, words, chosen, bad }) => (
                    <button
                      key={filter}
                      type="button"
                      role="tab"
                      aria-selected={chosen}
                      tabIndex={chosen ? 0 : -1}
                      class="bare upload__filter"
                      onClick={() => current.chooseFilter(filter)}
                    >
                      <span
                        class={`upload__chip ${bad ? 'upload__chip--bad' : ''} ${chosen ? 'upload__chip--chosen' : ''}`}
                      >
                        {words}
                      </span>
                    </button>
                  ))}
                </div>
              )}
              <PhotoTiles
                tiles={view.tiles}
                arranging={view.phase === 'arranging'}
                screen={current}
                clock={composition.clock}
              />
              {view.phase === 'leftovers' && <p class="upload__leftovers">{text.leftoversNote}</p>}
              {view.phase !== 'leftovers' && view.phase !== 'done' && (
                <div class="upload__add phone-only">
                  <button type="button" class="bare upload__add-button" onClick={choose}>
                    <Icon name="plus" />
                    {text.addMore}
                  </button>
                </div>
              )}
            </>
          )}
        </div>
        <aside class="upload__side">
          <span class="spoken" role="status">
            {view.announcement}
          </span>
          {!isEmpty && <UploadPanel panel={view.panel} />}
          <div class={`actions ${isEmpty && view.pickProblem === '' ? 'phone-only' : ''}`}>
            <div class="upload__hint">
              {view.pickProblem !== '' && (
                <div class="upload__problem" role="alert">
                  {view.pickProblem}
                </div>
              )}
              {view.pickProblem === '' && isEmpty && (
                <button type="button" class="bare upload__hint-button" onClick={() => current.openSheet('settings')}>
                  <Icon name={view.settings.metadata === 'keep' ? 'pin' : 'lock'} />
                  <span>{view.hint}</span>
                  <Icon name="right" />
                </button>
              )}
            </div>
            <div class="actions__row">
              {view.actions.left !== null && (
                <ActionButton button={view.actions.left} narrow onClick={(action) => current.act(action)} />
              )}
              <ActionButton button={view.actions.right} onClick={(action) => current.act(action)} />
            </div>
          </div>
          <ul class="card upload__notes desk-only">
            <li>
              <Icon name="lock" />
              {pageText.notes.own}
            </li>
            {view.settings.metadata !== 'keep' && (
              <li>
                <Icon name="pin" />
                {pageText.notes.place}
              </li>
            )}
            {view.panel.warning === '' && (
              <li>
                <Icon name="retry" />
                {pageText.notes.later}
              </li>
            )}
          </ul>
        </aside>
      </main>
      <UploadSheets view={view} screen={current} />
      <Toast toast={toast} />
    </div>
  )
}

function ActionButton(props: {
  button: ButtonView
  narrow?: boolean
  onClick: (action: ButtonView['action']) => void
}) {
  const { action, words, icon, filled } = props.button
  return (
    <button
      type="button"
      class={`btn ${filled ? 'btn--primary' : 'btn--neutral'} ${props.narrow === true ? 'btn--narrow' : ''}`}
      onClick={() => props.onClick(action)}
    >
      {icon !== 'none' && <Icon name={icon} />}
      {words}
    </button>
  )
}

function Unreachable(props: { unreachable: UploadView['unreachable']; onRetry: () => void }) {
  const { title, text: lines, errorNumber } = props.unreachable
  return (
    <main class="message">
      <span class="upload__cloud" aria-hidden="true" />
      <h1 class="upload__statement">{title}</h1>
      <p class="upload__explanation">
        {lines.map((line) => (
          <span key={line} class="block">
            {line}
          </span>
        ))}
      </p>
      <p class="message__number">{errorNumber}</p>
      <div class="actions">
        <div class="actions__row">
          <button type="button" class="btn btn--primary" onClick={props.onRetry}>
            <Icon name="retry" />
            {text.tryAgain}
          </button>
        </div>
      </div>
    </main>
  )
}
