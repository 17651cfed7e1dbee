import type { GalleryScreen, GalleryView } from '@photolift/screens/gallery'
import { GALLERY_TEXT } from '@photolift/screens/text'
import { language } from '../language.js'
import { Icon } from '../parts/icon.js'
import type { GoTo } from '../route.js'

const text = GALLERY_TEXT[language]

/** The photos by days, and how some of them are chosen. */
export function GalleryWall({ view, screen, goTo }: { view: GalleryView; screen: GalleryScreen; goTo: GoTo }) {
  const { selecting } = view
  const wallStyle = { '--columns': String(view.columns), '--tile': `${view.tilePx}px` }
  const open = (photoId: string, broken: boolean) => {
    if (selecting) screen.toggle(photoId)
    else if (broken) screen.retryPicture(photoId)
    else goTo({ name: 'viewer', photoId })
  }
  return (
    <>
      {selecting ? (
        <div class="choosing">
          <button type="button" class="bare choosing__action" onClick={() => screen.stopSelecting()}>
            {text.cancel}
          </button>
          <span role="status">{view.title}</span>
          <button
            type="button"
            class="bare choosing__action choosing__action--brand"
            onClick={() => screen.toggleAll()}
          >
            {view.selectAllLabel}
          </button>
        </div>
      ) : (
        <div class="tools">
          <button type="button" class="bare tools__select" onClick={() => screen.startSelecting()}>
            {text.select}
          </button>
        </div>
      )}
      {view.days.map((day) => (
        <section key={day.dayKey}>
          <div class={`day day--sticky ${selecting ? 'day--selecting' : ''}`}>
            <h2 class="day__title">{day.title}</h2>
            <span class="day__count">{day.count}</span>
            {selecting && (
              // biome-ignore lint/a11y/useSemanticElements: its mark is drawn.
              <button
                type="button"
                role="checkbox"
                aria-checked={day.allSelected}
                aria-label={day.selectLabel}
                class="bare day__choice"
                onClick={() => screen.toggleDay(day.dayKey)}
              >
                <Mark on={day.allSelected} />
              </button>
            )}
          </div>
          {day.blocks.map((block) => (
            <div
              key={block.blockId}
              class="wall block"
              style={{ ...wallStyle, height: `${block.heightPx}px` }}
              data-block-id={block.blockId}
            >
              {block.tiles.map((tile) => (
                <button
                  key={tile.photoId}
                  type="button"
                  class={`bare shot ${tile.selected ? 'shot--on' : ''}`}
                  aria-label={tile.label}
                  {...(selecting ? { role: 'checkbox', 'aria-checked': tile.selected } : {})}
                  onClick={() => open(tile.photoId, tile.broken)}
                >
                  {tile.src !== '' && (
                    <img
                      key={tile.attempt}
                      class="shot__picture"
                      src={tile.src}
                      alt=""
                      loading="lazy"
                      onError={() => screen.pictureFailed(tile.photoId)}
                    />
                  )}
                  {tile.src === '' && tile.broken && (
                    <span class="shot__broken">
                      <Icon name="retry" />
                      <span>{text.broken}</span>
                    </span>
                  )}
                  {selecting && <Mark on={tile.selected} class="mark--tile" />}
                </button>
              ))}
            </div>
          ))}
        </section>
      ))}
      {view.foot === 'failed' ? (
        <button type="button" class="bare foot" data-foot onClick={() => screen.loadMore()}>
          {view.footText}
        </button>
      ) : (
        <div class="foot" data-foot>
          {view.footText}
        </div>
      )}
      {selecting ? (
        <div class="choice-actions">
          <button
            type="button"
            class={`bare choice-actions__button ${view.canDelete ? '' : 'btn--off'}`}
            aria-disabled={!view.canDelete}
            onClick={() => screen.askToDelete()}
          >
            <Icon name="trash" />
            <span>{view.deleteLabel}</span>
          </button>
        </div>
      ) : (
        <button type="button" class="bare add" onClick={() => goTo({ name: 'upload' })}>
          <Icon name="plus" />
          {text.upload}
        </button>
      )}
    </>
  )
}

function Mark({ on, class: more = '' }: { on: boolean; class?: string }) {
  return (
    <span class={`mark ${more} ${on ? 'mark--on' : ''}`} aria-hidden="true">
      {on && <Icon name="check" class="mark__check" />}
    </span>
  )
}
