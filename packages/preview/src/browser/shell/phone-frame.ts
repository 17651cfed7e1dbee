import type { Conditions } from '../../conditions.js'
import { element } from '../screen/element.js'
import { DEVICE_HEIGHTS, TABLET_WIDTH } from './device-sizes.js'

/** Room that stays free above and below the phone, its border included. */
const MARGIN = 44

/** The phone: a frame around the page that runs the app, made smaller where the window is too low for it. */
export class PhoneFrame {
  readonly element: HTMLElement
  readonly #iframe = element('iframe', { title: 'phone', allow: 'clipboard-read; clipboard-write' })
  readonly #phone = element('div', { class: 'phone' }, [this.#iframe])
  #width = 0
  #height = 0

  constructor() {
    this.element = element('div', { class: 'phone-place' }, [this.#phone])
    window.addEventListener('resize', () => this.#fit())
  }

  /** The window in which the app runs. */
  get app(): Window | null {
    return this.#iframe.contentWindow
  }

  setWidth(width: string): void {
    this.#width = Number(width)
    this.#height = DEVICE_HEIGHTS[width] ?? 0
    this.#iframe.width = width
    this.#iframe.height = String(this.#height)
    this.#phone.classList.toggle('is-tablet', this.#width >= TABLET_WIDTH)
    this.#fit()
  }

  /** Starts the app, or starts it again. */
  load(conditions: Conditions, extra: URLSearchParams): void {
    const query = new URLSearchParams(extra)
    for (const [name, value] of Object.entries(conditions)) query.set(name, value)
    query.set('bare', '1')
    query.set('bars', '1')
    this.#iframe.src = `/?${query}`
  }

  #fit(): void {
    const [fullWidth, fullHeight] = [this.#width + 20, this.#height + 20]
    const scale = Math.min(1, (window.innerHeight - MARGIN) / fullHeight)
    this.#phone.style.transform = scale < 1 ? `scale(${scale})` : ''
    this.element.style.width = `${fullWidth * scale}px`
    this.element.style.height = `${fullHeight * scale}px`
  }
}
