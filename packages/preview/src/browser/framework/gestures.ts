import type { PageViewport } from './page-viewport.js'
import type { DispatchOptions } from './phone-backend.js'

interface Touch {
  readonly identifier: number
  readonly clientX: number
  readonly clientY: number
  readonly pageX: number
  readonly pageY: number
}

interface Gesture {
  readonly target: EventTarget | null
  readonly startedAt: Touch
  /** How far that which holds the target was scrolled when the finger came down. */
  readonly scrolledTo: ReadonlyMap<EventTarget, string>
  /** False once the finger moved too far, a long press was taken or the browser scrolled. */
  canTap: boolean
  readonly longPress: ReturnType<typeof setTimeout>
}

interface Options {
  readonly viewport: PageViewport
  readonly dispatch: (event: DispatchOptions) => boolean
  readonly hasListener: (target: EventTarget | null, type: string) => boolean
  /** How far the visible page is scrolled. */
  readonly scrollTop: () => number
}

/** A finger held so long is a long press (component guide, "events"). */
const LONG_PRESS_MS = 350
/** A finger that moves further than this no longer taps. */
const TAP_SLOP = 10
const MOUSE = 0

/** Turns fingers and the mouse into WeChat's gestures: touchstart, touchmove, touchend, touchcancel, tap, longpress, longtap. */
export class Gestures {
  readonly #options: Options
  readonly #running = new Map<number, Gesture>()
  /** A browser sends mouse events after touches; they must not count twice. */
  #lastTouchAt = Number.NEGATIVE_INFINITY

  constructor(options: Options) {
    this.#options = options
  }

  listenOn(area: HTMLElement): void {
    const onTouch = (event: TouchEvent) => this.#onTouch(event)
    for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
      area.addEventListener(type, onTouch, { capture: true, passive: false })
    }
    area.addEventListener('mousedown', (event) => this.#onMouseDown(event), { capture: true })
    window.addEventListener('mousemove', (event) => this.#onMouseMove(event), { capture: true })
    window.addEventListener('mouseup', (event) => this.#onMouseUp(event), { capture: true })
    area.addEventListener('click', (event) => this.#onClick(event), { capture: true })
    area.addEventListener('scroll', ({ target }) => this.#onScroll(target), { capture: true, passive: true })
  }

  #onTouch(event: TouchEvent): void {
    this.#lastTouchAt = performance.now()
    const changed = [...event.changedTouches].map((touch) => this.#toTouch(touch, touch.identifier))
    const touches = [...event.touches].map((touch) => this.#toTouch(touch, touch.identifier))
    if (event.type === 'touchstart') for (const touch of changed) this.#begin(touch, event.target)
    if (event.type === 'touchmove') for (const touch of changed) this.#move(touch)

    if (this.#fire({ target: event.target, type: event.type, touches, changed })) event.preventDefault()

    if (event.type === 'touchend') for (const touch of changed) this.#end(touch)
    if (event.type === 'touchcancel') for (const touch of changed) this.#forget(touch)
  }

  #onMouseDown(event: MouseEvent): void {
    if (event.button !== 0 || this.#isFromTouch()) return
    const touch = this.#toTouch(event, MOUSE)
    this.#begin(touch, event.target)
    this.#fire({ target: event.target, type: 'touchstart', touches: [touch], changed: [touch] })
  }

  #onMouseMove(event: MouseEvent): void {
    const gesture = this.#running.get(MOUSE)
    if (!gesture || this.#isFromTouch()) return
    const touch = this.#toTouch(event, MOUSE)
    this.#move(touch)
    const isPrevented = this.#fire({ target: gesture.target, type: 'touchmove', touches: [touch], changed: [touch] })
    if (isPrevented) event.preventDefault()
  }

  #onMouseUp(event: MouseEvent): void {
    const gesture = this.#running.get(MOUSE)
    if (!gesture || this.#isFromTouch()) return
    const touch = this.#toTouch(event, MOUSE)
    this.#fire({ target: gesture.target, type: 'touchend', touches: [], changed: [touch] })
    this.#end(touch)
  }

  /** A click that no pointer made comes from the keyboard or from assistive technology, which tap that way. */
  #onClick(event: MouseEvent): void {
    if (event.detail !== 0) return
    const touch = this.#toTouch(event, MOUSE)
    this.#tap(event.target, touch)
  }

  #begin(touch: Touch, target: EventTarget | null): void {
    const longPress = setTimeout(() => this.#holdLong(touch, target), LONG_PRESS_MS)
    const scrolledTo = scrollPositions(target)
    this.#running.set(touch.identifier, { target, startedAt: touch, scrolledTo, canTap: true, longPress })
  }

  #move(touch: Touch): void {
    const gesture = this.#running.get(touch.identifier)
    if (!gesture) return
    const { startedAt } = gesture
    const isFar =
      Math.abs(startedAt.clientX - touch.clientX) > TAP_SLOP || Math.abs(startedAt.clientY - touch.clientY) > TAP_SLOP
    if (isFar) this.#cancelTap(gesture)
  }

  #holdLong(touch: Touch, target: EventTarget | null): void {
    const gesture = this.#running.get(touch.identifier)
    if (!gesture?.canTap) return
    // `longpress` takes the place of the tap where someone listens to it; the older `longtap` does not.
    if (this.#options.hasListener(target, 'longpress')) gesture.canTap = false
    for (const type of ['longpress', 'longtap']) {
      this.#fire({ target, type, touches: [touch], changed: [touch], detail: toPoint(touch) })
    }
  }

  #end(touch: Touch): void {
    const gesture = this.#running.get(touch.identifier)
    this.#forget(touch)
    if (gesture?.canTap) this.#tap(gesture.target, touch)
  }

  /** A disabled button swallows its taps. */
  #tap(target: EventTarget | null, touch: Touch): void {
    if (target instanceof Element && target.closest('wx-button[disabled]')) return
    this.#fire({ target, type: 'tap', touches: [], changed: [touch], detail: toPoint(touch) })
  }

  #forget({ identifier }: Touch): void {
    clearTimeout(this.#running.get(identifier)?.longPress)
    this.#running.delete(identifier)
  }

  #onScroll(scroller: EventTarget | null): void {
    for (const gesture of this.#running.values()) {
      // Browsers tell of a scroll a frame late: one that was over before the finger came down is no movement of the finger's.
      const before = scroller === null ? undefined : gesture.scrolledTo.get(scroller)
      if (!(scroller instanceof Element) || before !== scrollPosition(scroller)) this.#cancelTap(gesture)
    }
  }

  #cancelTap(gesture: Gesture): void {
    gesture.canTap = false
    clearTimeout(gesture.longPress)
  }

  #isFromTouch(): boolean {
    return performance.now() - this.#lastTouchAt < 1_000
  }

  #fire({ target, type, touches, changed, detail = {} }: FireOptions): boolean {
    return this.#options.dispatch({ target, type, detail, extraFields: { touches, changedTouches: changed } })
  }

  #toTouch(point: { clientX: number; clientY: number }, identifier: number): Touch {
    const clientX = point.clientX
    const clientY = point.clientY - this.#options.viewport.top
    return { identifier, clientX, clientY, pageX: clientX, pageY: clientY + this.#options.scrollTop() }
  }
}

function scrollPositions(target: EventTarget | null): Map<EventTarget, string> {
  const positions = new Map<EventTarget, string>()
  for (let holder = target instanceof Element ? target : null; holder !== null; holder = holder.parentElement)
    positions.set(holder, scrollPosition(holder))
  return positions
}

function scrollPosition({ scrollLeft, scrollTop }: Element): string {
  return `${scrollLeft} ${scrollTop}`
}

interface FireOptions {
  readonly target: EventTarget | null
  readonly type: string
  readonly touches: readonly Touch[]
  readonly changed: readonly Touch[]
  readonly detail?: unknown
}

function toPoint({ pageX, pageY }: Touch): { x: number; y: number } {
  return { x: pageX, y: pageY }
}
