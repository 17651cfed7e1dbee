import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { tabStops } from '../keep-focus.js'
import { Icon } from './icon.js'

interface SheetProps {
  title: string
  /** Stands over the title. */
  above?: ComponentChildren
  /** Words of the ×; none where an answer is asked for. */
  closeLabel?: string
  /** The safe answer: Escape, the × and a tap outside. */
  onDismiss: () => void
  children: ComponentChildren
}

/** A question or a detail, over the page. Takes the focus, keeps it, and gives it back. */
export function Sheet({ title, above, closeLabel, onDismiss, children }: SheetProps) {
  const box = useRef<HTMLDivElement>(null)

  // Before it is seen: a key that is pressed at once is the sheet's.
  useLayoutEffect(() => {
    const before = document.activeElement
    box.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onDismiss()
    }
    if (event.key !== 'Tab' || box.current === null) return
    const stops = tabStops(box.current)
    const [first, last] = [stops[0], stops[stops.length - 1]]
    const isAtStart = document.activeElement === first || document.activeElement === box.current
    if (event.shiftKey && isAtStart) last?.focus()
    else if (!event.shiftKey && document.activeElement === last) first?.focus()
    else return
    event.preventDefault()
  }

  return (
    <div class="overlay">
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: Escape is its key. */}
      <div class="overlay__mask" onClick={onDismiss} />
      <div
        ref={box}
        class="bottom-sheet"
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {closeLabel !== undefined && (
          <button type="button" class="bare bottom-sheet__close" aria-label={closeLabel} onClick={onDismiss}>
            <Icon name="close" />
          </button>
        )}
        {above}
        <h2 class="sheet__title">{title}</h2>
        {children}
      </div>
    </div>
  )
}
