import type { PanelView } from '@photolift/screens/upload'
import { Icon } from './icon.js'
import { LocalPicture } from './local-picture.js'

/** All photos together. */
export function UploadPanel({ panel }: { panel: PanelView }) {
  return (
    <section class="card panel">
      <div class="panel__row">
        {panel.icon !== 'none' && <Icon name={panel.icon} class={`panel__icon panel__icon--${panel.tone}`} />}
        <h1 class="panel__title">{panel.title}</h1>
        {panel.chip !== '' && <span class="panel__chip">{panel.chip}</span>}
        {panel.percentText !== '' && (
          <span class={`panel__percent ${panel.moving ? 'panel__percent--moving' : ''}`}>{panel.percentText}</span>
        )}
      </div>
      {panel.pictures.length > 0 && (
        <div class="panel__pictures" aria-hidden="true">
          {panel.pictures.map((src) => (
            <span key={src} class="panel__picture">
              <LocalPicture class="panel__photo" src={src} />
            </span>
          ))}
          {panel.morePictures !== '' && (
            <span class="panel__picture">
              <span class="panel__more">{panel.morePictures}</span>
            </span>
          )}
        </div>
      )}
      {panel.percentText !== '' && (
        <div
          class={`bar ${panel.resting ? 'bar--resting' : ''}`}
          role="progressbar"
          tabIndex={-1}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={panel.percent}
          aria-label={panel.title}
        >
          <div class="bar__fill" style={{ transform: `translateX(${panel.percent - 100}%)` }} />
        </div>
      )}
      <div class="panel__note">
        <span>
          {panel.strong !== '' && <span class="panel__strong">{panel.strong}</span>}
          {panel.note}
        </span>
        <span>{panel.rightNote}</span>
      </div>
      {panel.warning !== '' && (
        <div class="panel__warning" role="alert">
          <Icon name="alert" />
          <span>{panel.warning}</span>
        </div>
      )}
    </section>
  )
}
