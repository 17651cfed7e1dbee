import { createGalleryScreen, type GalleryScreen, type GalleryView } from '@photolift/screens/gallery'
import { createRemainingTime, DELETION_TEXT, GALLERY_TEXT, UPLOAD_TEXT } from '@photolift/screens/text'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import { Header } from '../parts/header.js'
import { Icon } from '../parts/icon.js'
import { Sheet } from '../parts/sheet.js'
import { Toast } from '../parts/toast.js'
import type { GoTo } from '../route.js'

const text = GALLERY_TEXT[language]
const deletionText = DELETION_TEXT[language]

/** Pictures are filled in this many window heights around what can be seen. */
const NEAR = '200%'

export function GalleryPage({ composition, goTo }: { composition: Composition; goTo: GoTo }) {
  const [view, setView] = useState<GalleryView | null>(null)
  const screen = useRef<GalleryScreen | null>(null)
  const wall = useRef<HTMLElement>(null)

  useEffect(() => {
    let opened: GalleryScreen | null = null
    // The stores call at once, before there is a screen to ask.
    const show = () => opened !== null && setView(opened.view())
    opened = createGalleryScreen({
      list: composition.gallery,
      uploader: composition.uploader,
      clock: composition.clock,
      remainingTime: createRemainingTime(UPLOAD_TEXT[language].timeLeft),
      language,
      windowWidth: document.documentElement.clientWidth,
      onChange: show,
    })
    screen.current = opened
    show()
    void opened.refresh()
    const onResize = () => screen.current?.resize(document.documentElement.clientWidth)
    addEventListener('resize', onResize)
    return () => {
      removeEventListener('resize', onResize)
      screen.current?.close()
      screen.current = null
    }
  }, [composition])

  const blocks = view?.days.map(({ blocks }) => blocks.map(({ blockId }) => blockId).join()).join() ?? ''
  useEffect(() => {
    const near = new Set<string>()
    let foot = false
    const watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const blockId = target.getAttribute('data-block-id')
          if (blockId === null) foot = isIntersecting
          else if (isIntersecting) near.add(blockId)
          else near.delete(blockId)
        }
        screen.current?.reached({ blockIds: new Set(near), foot })
      },
      { rootMargin: `${NEAR} 0px` },
    )
    for (const element of wall.current?.querySelectorAll('[data-block-id], [data-foot]') ?? []) watch.observe(element)
    return () => watch.disconnect()
  }, [blocks, view?.foot])

  const current = screen.current
  if (view === null || current === null) return null
  return (
    <div class="gallery">
      <Header at="gallery" goTo={goTo} />
      <main ref={wall}>
        <h1 class="spoken">{view.title}</h1>
        {view.strip.visible && (
          <button type="button" class="bare strip card" onClick={() => goTo({ name: 'upload' })}>
            <span class="strip__line">
              <Icon name={view.strip.paused ? 'pause' : 'up'} class="strip__icon" />
              <span class="strip__title">{view.strip.title}</span>
              <span class="strip__note">{view.strip.note}</span>
            </span>
            <span class="block strip__bar">
              <span
                class={`block strip__fill ${view.strip.paused ? 'strip__fill--paused' : ''}`}
                style={{ width: `${view.strip.percent}%` }}
              />
            </span>
          </button>
        )}
        {view.phase === 'loading' && (
          <div role="status" class="gallery__loading">
            {text.loading}
          </div>
        )}
        {(view.phase === 'failed' || view.phase === 'empty') && (
          <>
            <section class="hero">
              <span class={`hero__art hero__art--${view.phase}`} aria-hidden="true" />
              <h2 class="hero__title">{view.phase === 'empty' ? text.emptyTitle : view.failedTitle}</h2>
              <p class="hero__text">{view.phase === 'empty' ? text.emptyText : view.failedText}</p>
            </section>
            <div class="actions">
              <div class="actions__row">
                {view.phase === 'failed' ? (
                  <button type="button" class="btn btn--primary" onClick={() => void current.refresh()}>
                    {text.retry}
                  </button>
                ) : (
                  <button type="button" class="btn btn--primary" onClick={() => goTo({ name: 'upload' })}>
                    <Icon name="plus" />
                    {text.upload}
                  </button>
                )}
              </div>
            </div>
          </>
        )}
        {view.phase === 'photos' && <Wall view={view} screen={current} goTo={goTo} />}
      </main>
      {view.deletion.visible && (
        <Sheet label={view.deletion.question} onDismiss={() => current.keep()}>
          <div class="deletion__pictures" aria-hidden="true">
            {view.deletion.thumbnailUrls.map((src) => (
              <img key={src} class="deletion__picture" src={src} alt="" />
            ))}
          </div>
          <h2 class="sheet__title">{view.deletion.question}</h2>
          <p class="sheet__text">{deletionText.consequence}</p>
          <div class="sheet__actions">
            <button type="button" class="btn btn--neutral" onClick={() => current.keep()}>
              {deletionText.keep}
            </button>
            <button type="button" class="btn btn--danger" onClick={() => void current.deleteSelected()}>
              {view.deleteLabel}
            </button>
          </div>
        </Sheet>
      )}
      <Toast toast={view.toast} />
    </div>
  )
}

function Wall({ view, screen, goTo }: { view: GalleryView; screen: GalleryScreen; goTo: GoTo }) {
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
