import { DELETION_TEXT, VIEWER_TEXT } from '@photolift/screens/text'
import { createViewerScreen, type ViewerScreen, type ViewerView } from '@photolift/screens/viewer'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import { Icon } from '../parts/icon.js'
import { QuestionSheet } from '../parts/question-sheet.js'
import { Sheet } from '../parts/sheet.js'
import { Toast } from '../parts/toast.js'
import type { GoTo } from '../route.js'
import { PAGE_TEXT } from '../text.js'

const text = VIEWER_TEXT[language]
const deletionText = DELETION_TEXT[language]
const pageText = PAGE_TEXT[language]

interface ViewerPageProps {
  composition: Composition
  photoId: string
  goTo: GoTo
}

/** One photo, and its neighbours by arrows, buttons or a swipe. */
export function ViewerPage({ composition, photoId, goTo }: ViewerPageProps) {
  const [view, setView] = useState<ViewerView | null>(null)
  const screen = useRef<ViewerScreen | null>(null)
  const box = useRef<HTMLElement>(null)
  const touchX = useRef<number | null>(null)

  useEffect(() => {
    let opened: ViewerScreen | null = null
    const show = () => opened !== null && setView(opened.view())
    opened = createViewerScreen({
      list: composition.gallery,
      clock: composition.clock,
      language,
      photoId,
      onChange: show,
      onEmpty: () => goTo({ name: 'gallery' }),
      onZoom: (_urls, url) => void open(url, '_blank', 'noopener'),
    })
    screen.current = opened
    void opened.open()
    box.current?.focus()
    return () => {
      screen.current?.close()
      screen.current = null
    }
  }, [composition])

  useEffect(() => {
    document.title = `${view?.title ?? ''} · Photolift`
  })

  const current = screen.current
  const currentId = current?.currentId()
  const at = view?.slides.findIndex((slide) => slide.photoId === currentId) ?? -1
  const slide = view?.slides[at]
  // Back where the person came from; an address that was opened by itself has nothing behind it.
  const leave = () => (history.state?.from === undefined ? goTo({ name: 'gallery' }) : history.back())
  const openOriginal = async () => {
    const url = await current?.freshLink()
    if (url !== undefined) open(url, '_blank', 'noopener')
  }
  const go = (step: number) => {
    current?.slideTo(at + step)
    current?.rest()
  }

  // Renewed before it is seen: each of two quick keys starts from the photo that is shown.
  useLayoutEffect(() => {
    // On the window: deleting a photo takes the focused button away with it.
    const onKeyDown = ({ key }: KeyboardEvent) => {
      // Asked anew: a sheet that has just closed may not have been drawn yet.
      const now = screen.current?.view()
      if (now?.infoVisible === true || now?.deletion.visible === true) return
      if (key === 'ArrowLeft') go(-1)
      if (key === 'ArrowRight') go(1)
      if (key === 'Escape') leave()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  })
  const onTouchEnd = ({ changedTouches: [touch] }: TouchEvent) => {
    const moved = touch === undefined || touchX.current === null ? 0 : touch.clientX - touchX.current
    touchX.current = null
    if (Math.abs(moved) > 50) go(moved > 0 ? -1 : 1)
  }

  return (
    <main
      ref={box}
      class="viewer"
      tabIndex={-1}
      onTouchStart={({ touches: [touch] }) => {
        touchX.current = touch?.clientX ?? null
      }}
      onTouchEnd={onTouchEnd}
    >
      <div class="viewer__top">
        <button type="button" class="bare viewer__button" aria-label={text.close} onClick={leave}>
          <Icon name="close" />
        </button>
        <h1 class="viewer__title" aria-live="polite">
          {view?.title}
        </h1>
      </div>
      {view?.phase === 'loading' && (
        <div class="state" role="status">
          {text.loading}
        </div>
      )}
      {view?.phase === 'failed' && (
        <div class="state">
          <div role="status">{view.failedText}</div>
          <button type="button" class="btn btn--neutral state__retry" onClick={() => void current?.open()}>
            {text.retry}
          </button>
        </div>
      )}
      {slide !== undefined && view !== null && current !== null && (
        <>
          <div class="slide" key={slide.photoId}>
            {slide.viewUrl !== '' ? (
              <img
                key={slide.attempt}
                class="slide__picture"
                src={slide.viewUrl}
                alt={slide.label}
                onError={() => current.pictureFailed(slide.photoId)}
              />
            ) : (
              <img class="slide__picture" src={slide.thumbnailUrl} alt={slide.label} />
            )}
            {slide.brokenText !== '' && (
              <button type="button" class="bare slide__retry" onClick={() => current.retryPicture(slide.photoId)}>
                <Icon name="retry" />
                {slide.brokenText}
              </button>
            )}
          </div>
          {at > 0 && (
            <button
              type="button"
              class="bare viewer__button viewer__previous"
              aria-label={pageText.previous}
              onClick={() => go(-1)}
            >
              <Icon name="left" />
            </button>
          )}
          {at < view.slides.length - 1 && (
            <button
              type="button"
              class="bare viewer__button viewer__next"
              aria-label={pageText.next}
              onClick={() => go(1)}
            >
              <Icon name="right" />
            </button>
          )}
          <div class="bars">
            <div class="bars__caption">{view.caption}</div>
            <div class="bars__row">
              <button type="button" class="bare bars__button" onClick={() => void openOriginal()}>
                <Icon name="save" />
                <span>{pageText.openOriginal}</span>
              </button>
              <button type="button" class="bare bars__button" onClick={() => current.showInfo()}>
                <Icon name="info" />
                <span>{text.info}</span>
              </button>
              <button type="button" class="bare bars__button" onClick={() => current.askToDelete()}>
                <Icon name="trash" />
                <span>{view.deleting ? deletionText.running : text.remove}</span>
              </button>
            </div>
          </div>
          {view.infoVisible && (
            <Sheet title={text.infoTitle} closeLabel={text.close} onDismiss={() => current.hideInfo()}>
              <dl class="facts">
                {view.facts.map(({ icon, name, value }) => (
                  <div key={name} class="fact">
                    <dt class="fact__name">
                      <Icon name={icon} class="fact__icon" />
                      {name}
                    </dt>
                    <dd class={`fact__value ${icon === 'cloud-check' ? 'fact__value--good' : ''}`}>{value}</dd>
                  </div>
                ))}
              </dl>
            </Sheet>
          )}
          {view.deletion.visible && (
            <QuestionSheet
              question={view.deletion.question}
              text={deletionText.consequence}
              safeWords={deletionText.keep}
              onSafe={() => current.keep()}
              deedWords={text.remove}
              deedLook="danger"
              onDeed={() => void current.deleteCurrent()}
            />
          )}
        </>
      )}
      {view !== null && <Toast toast={view.toast} />}
    </main>
  )
}
