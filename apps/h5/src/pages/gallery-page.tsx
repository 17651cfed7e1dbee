import { createGalleryScreen, type GalleryScreen, type GalleryView } from '@photolift/screens/gallery'
import { createRemainingTime, DELETION_TEXT, GALLERY_TEXT, UPLOAD_TEXT } from '@photolift/screens/text'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Composition } from '../composition.js'
import { language } from '../language.js'
import { Header } from '../parts/header.js'
import { Icon } from '../parts/icon.js'
import { QuestionSheet } from '../parts/question-sheet.js'
import { SkeletonWall } from '../parts/skeleton-wall.js'
import { Toast } from '../parts/toast.js'
import type { GoTo } from '../route.js'
import { GalleryWall } from './gallery-wall.js'

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
        {view.phase === 'loading' && <SkeletonWall columns={view.columns} tilePx={view.tilePx} />}
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
        {view.phase === 'photos' && <GalleryWall view={view} screen={current} goTo={goTo} />}
      </main>
      {view.deletion.visible && (
        <QuestionSheet
          question={view.deletion.question}
          text={deletionText.consequence}
          above={
            <div class="deletion__pictures" aria-hidden="true">
              {view.deletion.thumbnailUrls.map((src) => (
                <img key={src} class="deletion__picture" src={src} alt="" />
              ))}
            </div>
          }
          safeWords={deletionText.keep}
          onSafe={() => current.keep()}
          deedWords={view.deleteLabel}
          deedLook="danger"
          onDeed={() => void current.deleteSelected()}
        />
      )}
      <Toast toast={view.toast} />
    </div>
  )
}
