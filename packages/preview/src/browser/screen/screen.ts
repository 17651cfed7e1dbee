import type { WindowConfig } from '../../compile/compiled-app.js'
import { PageViewport } from '../framework/page-viewport.js'
import { element } from './element.js'
import { PullDown } from './pull-down.js'

const NAVIGATION_HEIGHT = 44
const CAPSULE = { width: 87, height: 32, fromRight: 7, fromTop: 6 }

interface Options {
  /** Draws the phone's own status bar and home bar, and keeps their room free. */
  readonly hasBars: boolean
  readonly backLabel: string
  readonly onBack: () => void
  readonly onPullDown: () => void
  /** The scroller of a page that refreshes when it is pulled down, or null. */
  readonly puller: () => { readonly scroller: HTMLElement } | null
}

/** Everything on the glass that WeChat draws around a page: status bar, navigation bar with the capsule, home bar, layers. */
export class Screen {
  readonly viewport: PageViewport
  readonly pullDown: PullDown
  /** Sheets, dialogs and toasts lie here, over pages and bars. */
  readonly overlay = element('div', { class: 'overlay' })
  readonly #statusBar = element('div', { class: 'status-bar', 'aria-hidden': 'true' })
  readonly #title = element('span', { id: 'title', role: 'heading', 'aria-level': '1' })
  readonly #back: HTMLButtonElement
  readonly #navigationBar: HTMLElement
  readonly #banner = element('div', { class: 'error-banner', role: 'alert', hidden: true })
  readonly #root: HTMLElement
  readonly #hasBars: boolean

  constructor({ hasBars, backLabel, onBack, onPullDown, puller }: Options) {
    this.#hasBars = hasBars
    this.#back = element('button', { id: 'back', type: 'button', 'aria-label': backLabel })
    const capsule = element('div', { class: 'capsule', 'aria-hidden': 'true' }, [element('i'), element('i')])
    this.#navigationBar = element('header', { id: 'navigation-bar' }, [this.#back, this.#title, capsule])
    const pages = element('main', { id: 'pages' })
    this.viewport = new PageViewport(pages)
    this.#root = element('div', { class: `screen ${hasBars ? 'has-bars' : ''}` }, [
      this.#statusBar,
      this.#navigationBar,
      pages,
      element('div', { class: 'home-bar', 'aria-hidden': 'true' }),
      this.overlay,
      this.#banner,
    ])
    document.body.append(this.#root)
    this.pullDown = new PullDown({ viewport: pages, puller, onRefresh: onPullDown })
    this.#back.addEventListener('click', onBack)
    this.#banner.addEventListener('click', () => {
      this.#banner.hidden = true
    })
    this.#keepTime()
    this.viewport.onResize(() => this.#measure())
    this.#measure()
  }

  /** Draws the bars for a page. `resolve` turns `@name` of theme.json into a value. */
  show(page: WindowConfig, { depth, resolve }: { depth: number; resolve: (value: string) => string }): void {
    const isCustom = page.navigationStyle === 'custom'
    const title = page.navigationBarTitleText ?? ''
    this.#title.textContent = title
    document.title = title
    this.#back.hidden = depth < 2
    this.#root.classList.toggle('is-custom', isCustom)
    this.#root.dataset['text'] = resolve(page.navigationBarTextStyle ?? 'white') === 'white' ? 'white' : 'black'
    this.#root.style.setProperty('--navigation-background', resolve(page.navigationBarBackgroundColor ?? '#000000'))
    this.#root.style.setProperty('--window-background', resolve(page.backgroundColor ?? '#ffffff'))
    this.pullDown.setStyle(resolve(page.backgroundTextStyle ?? 'dark'))
    this.#measure()
  }

  setTheme(theme: 'light' | 'dark'): void {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.style.colorScheme = theme
  }

  /** Which look WeChat's own components have. */
  setStyle(style: 'v1' | 'v2'): void {
    document.documentElement.dataset['style'] = style
  }

  /** What wx.getWindowInfo tells; lengths in pixels of the screen. */
  windowInfo() {
    const { innerWidth: screenWidth, innerHeight: screenHeight } = window
    const statusBarHeight = this.#statusBar.offsetHeight
    const bottom = screenHeight - this.#bottomInset
    return {
      pixelRatio: window.devicePixelRatio,
      screenWidth,
      screenHeight,
      windowWidth: this.viewport.width,
      windowHeight: this.viewport.height,
      statusBarHeight,
      screenTop: this.viewport.top,
      safeArea: {
        left: 0,
        right: screenWidth,
        top: statusBarHeight,
        bottom,
        width: screenWidth,
        height: bottom - statusBarHeight,
      },
    }
  }

  /** Where the capsule is, counted from the screen's corner. */
  capsuleRect() {
    const { width, height, fromRight, fromTop } = CAPSULE
    const right = window.innerWidth - fromRight
    const top = this.#statusBar.offsetHeight + fromTop
    return { width, height, top, right, bottom: top + height, left: right - width }
  }

  /** Stands for a short vibration. */
  twitch(): void {
    this.#root.animate([{ transform: 'translateX(1px)' }, { transform: 'translateX(-1px)' }], {
      duration: 40,
      iterations: 2,
    })
  }

  showError(message: string): void {
    this.#banner.textContent = message
    this.#banner.hidden = false
  }

  get #bottomInset(): number {
    return this.#hasBars ? 34 : 0
  }

  #measure(): void {
    const style = document.documentElement.style
    style.setProperty('--wx-vh', `${this.viewport.height / 100}px`)
    style.setProperty('--wx-safe-area-top', `${this.#statusBar.offsetHeight}px`)
    style.setProperty('--wx-safe-area-bottom', `${this.#bottomInset}px`)
    style.setProperty('--navigation-height', `${NAVIGATION_HEIGHT}px`)
  }

  #keepTime(): void {
    const show = () => {
      const now = new Date()
      this.#statusBar.dataset['time'] = `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`
    }
    show()
    setInterval(show, 10_000)
  }
}
