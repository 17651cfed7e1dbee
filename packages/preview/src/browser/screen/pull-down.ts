import { element } from './element.js'

/** How far a finger pulls before letting go refreshes, and how far the page stays down while it does (pixels). */
const TRIGGER = 50
const RESISTANCE = 2.5

interface Options {
  readonly viewport: HTMLElement
  /** The element to pull, or null where the page does not refresh. */
  readonly puller: () => { readonly scroller: HTMLElement } | null
  readonly onRefresh: () => void
}

/** The native gesture: pull the page down at its top, let go, and it stays down until the app has refreshed. */
export class PullDown {
  readonly #options: Options
  readonly #indicator = element('div', { class: 'pull-down', 'aria-hidden': 'true', hidden: true }, [
    dot(),
    dot(),
    dot(),
  ])
  #from: number | null = null
  #pulled = 0
  #refreshing: HTMLElement | null = null

  constructor(options: Options) {
    this.#options = options
    const { viewport } = options
    viewport.prepend(this.#indicator)
    viewport.addEventListener('touchstart', (event) => this.#begin(event.touches[0]?.clientY), { passive: true })
    viewport.addEventListener('touchmove', (event) => this.#pull(event, event.touches[0]?.clientY), { passive: false })
    viewport.addEventListener('touchend', () => this.#release())
    viewport.addEventListener('touchcancel', () => this.#release())
    viewport.addEventListener('mousedown', (event) => this.#begin(event.clientY))
    window.addEventListener('mousemove', (event) => this.#pull(event, event.clientY))
    window.addEventListener('mouseup', () => this.#release())
  }

  setStyle(textStyle: string): void {
    this.#indicator.dataset['style'] = textStyle
  }

  /** Refreshes as if the person had pulled. */
  start(): void {
    const puller = this.#options.puller()
    if (!puller || this.#refreshing) return
    this.#refreshing = puller.scroller
    this.#show(puller.scroller, TRIGGER)
    this.#options.onRefresh()
  }

  stop(): void {
    if (this.#refreshing) this.#show(this.#refreshing, 0)
    this.#refreshing = null
  }

  #begin(y: number | undefined): void {
    const puller = this.#options.puller()
    const canPull = y !== undefined && puller && !this.#refreshing && puller.scroller.scrollTop <= 0
    this.#from = canPull ? y : null
    this.#pulled = 0
  }

  #pull(event: Event, y: number | undefined): void {
    const puller = this.#options.puller()
    if (this.#from === null || y === undefined || !puller || event.defaultPrevented) return
    this.#pulled = Math.max(0, (y - this.#from) / RESISTANCE)
    if (this.#pulled === 0) return
    if (event.cancelable) event.preventDefault()
    this.#show(puller.scroller, this.#pulled)
  }

  #release(): void {
    if (this.#from === null) return
    this.#from = null
    if (this.#pulled >= TRIGGER) {
      this.start()
      return
    }
    const puller = this.#options.puller()
    if (puller && this.#pulled > 0) this.#show(puller.scroller, 0)
  }

  #show(scroller: HTMLElement, distance: number): void {
    scroller.style.top = `${distance}px`
    this.#indicator.hidden = distance === 0
  }
}

function dot(): HTMLElement {
  return element('i')
}
