import { SETTINGS_TEXT, UPLOAD_TEXT } from '@photolift/screens/text'
import type { UploadScreen, UploadView } from '@photolift/screens/upload'
import { language } from '../language.js'
import { Choices, Switch } from '../parts/choices.js'
import { Icon } from '../parts/icon.js'
import { LocalPicture } from '../parts/local-picture.js'
import { QuestionSheet } from '../parts/question-sheet.js'
import { Sheet } from '../parts/sheet.js'

const text = UPLOAD_TEXT[language]
const settingsText = SETTINGS_TEXT[language]

/** The sheet of the upload page that is open, if one is. */
export function UploadSheets({ view, screen }: { view: UploadView; screen: UploadScreen }) {
  const close = () => screen.closeSheet()
  switch (view.sheet) {
    case 'none':
    // No browser tells reliably whether bytes cost money: the engine never asks here.
    case 'mobile-data':
      return null
    case 'failures':
      return (
        <Sheet key="failures" title={view.failuresTitle} closeLabel={text.close} onDismiss={close}>
          <ul class="failures">
            {view.failures.map(({ taskId, src, name, why, action, words }) => (
              <li key={taskId} class="failure">
                <span class="failure__photo">
                  <LocalPicture src={src} />
                </span>
                <span class="failure__about">
                  <span class="block failure__name">{name}</span>
                  <span class="block failure__why">{why}</span>
                </span>
                <button
                  type="button"
                  class="bare failure__button"
                  aria-label={`${words} ${name}`}
                  onClick={() => (action === 'retry' ? screen.retry(taskId) : void screen.remove(taskId))}
                >
                  {words}
                </button>
              </li>
            ))}
          </ul>
          <div class="sheet__actions">
            <button
              type="button"
              class={`btn btn--neutral ${view.retryCount > 0 ? 'btn--narrow' : ''}`}
              onClick={() => screen.removeFailed()}
            >
              {text.removeAll}
            </button>
            {view.retryCount > 0 && (
              <button type="button" class="btn btn--primary" onClick={() => screen.retryFailed()}>
                <Icon name="retry" />
                {view.retryWords}
              </button>
            )}
          </div>
        </Sheet>
      )
    case 'stop':
      return (
        <QuestionSheet
          key="stop"
          question={view.stop.title}
          text={view.stop.text}
          safeWords={view.stop.keep}
          onSafe={close}
          deedWords={view.stop.deed}
          deedLook="quietbad"
          onDeed={() => screen.stopUploading()}
        />
      )
    case 'photo':
      return (
        <Sheet key="photo" title={view.photo.title} closeLabel={text.close} onDismiss={close}>
          <div class="sheet__actions">
            <button type="button" class="btn btn--neutral btn--narrow" onClick={() => void screen.removePhoto()}>
              {text.remove}
            </button>
            <button
              type="button"
              class={`btn ${view.photo.paused ? 'btn--primary' : 'btn--neutral'}`}
              onClick={() => screen.switchPhoto()}
            >
              <Icon name={view.photo.paused ? 'play' : 'pause'} />
              {view.photo.words}
            </button>
          </div>
        </Sheet>
      )
    case 'settings':
      return (
        <Sheet key="settings" title={text.howToUpload} closeLabel={text.close} onDismiss={close}>
          <Choices
            label={view.choicesLabel}
            choices={view.choices}
            onChoose={(quality) =>
              void screen.changeSettings({ quality: quality as UploadView['settings']['quality'] })
            }
          />
          <Switch
            class="toggle"
            name={settingsText.stripLocation}
            note={settingsText.stripLocationNote}
            on={view.settings.metadata !== 'keep'}
            onToggle={() => void screen.toggleStripLocation()}
          />
          <Switch
            class="toggle"
            name={settingsText.arrangeFirst}
            note={settingsText.arrangeFirstNote}
            on={view.settings.arrangeFirst}
            onToggle={() => void screen.toggleArrangeFirst()}
          />
          <div class="sheet__actions">
            <button type="button" class="btn btn--primary" onClick={close}>
              {text.ok}
            </button>
          </div>
        </Sheet>
      )
  }
}
