import type { CompiledApp } from '../../compile/compiled-app.js'
import type { ErrorLog } from '../state/error-log.js'
import type { MiniProgram } from './mini-program.js'
import { OpenPage, type PageInstance } from './open-page.js'
import { type PageUrl, parsePageUrl } from './page-url.js'
import type { PageViewport } from './page-viewport.js'
import type { StyleSheets } from './style-sheets.js'

/** Pages that may lie on one another (wx.navigateTo). */
const MAX_PAGES = 10
/** Pixels from the end at which `onReachBottom` fires where the page does not say. */
const REACH_BOTTOM = 50

interface Options {
  readonly app: CompiledApp
  readonly miniProgram: MiniProgram
  readonly viewport: PageViewport
  readonly styleSheets: StyleSheets
  readonly errors: ErrorLog
}

/** The pages that are open, the last one visible. */
export class PageStack {
  readonly #options: Options
  readonly #pages: OpenPage[] = []
  readonly #listeners = new Set<(top: OpenPage) => void>()

  constructor(options: Options) {
    this.#options = options
    options.viewport.onResize(() => this.#resize())
  }

  get depth(): number {
    return this.#pages.length
  }

  get top(): OpenPage {
    const top = this.#pages.at(-1)
    if (!top) throw new Error('no page is open yet')
    return top
  }

  get instances(): PageInstance[] {
    return this.#pages.map(({ instance }) => instance)
  }

  /** Calls `act` whenever another page is on top, or the window fields of the top one have changed. */
  onChange(act: (top: OpenPage) => void): void {
    this.#listeners.add(act)
  }

  /** Tells that the top page's window fields have changed. */
  refresh(): void {
    for (const act of this.#listeners) act(this.top)
  }

  /** Opens a page on top of the others. @throws Error with WeChat's reason */
  push(url: string, beforeLoad: (page: OpenPage) => void = () => undefined): OpenPage {
    const { route, query } = this.#parse(url)
    if (this.#pages.length >= MAX_PAGES) throw new Error('webview count limit exceed')

    const below = this.#pages.at(-1)
    const page = this.#create(route, query)
    beforeLoad(page)
    this.#pages.push(page)
    if (below) this.#call(below, 'onHide')
    below?.setVisible(false)
    this.#guard(() => page.attach(this.#options.viewport.element))
    this.refresh()
    this.#call(page, 'onLoad', query)
    this.#call(page, 'onShow')
    setTimeout(() => {
      this.#options.miniProgram.ready.flush()
      this.#call(page, 'onReady')
    }, 0)
    return page
  }

  /** Closes up to `count` pages; the first one stays. */
  back(count: number): void {
    const closing = Math.min(Math.max(count, 1), this.#pages.length - 1)
    if (closing === 0) throw new Error('cannot navigate back at first page.')
    for (let index = 0; index < closing; index++) this.#pop()
    this.top.setVisible(true)
    this.refresh()
    this.#call(this.top, 'onShow')
  }

  /** Puts a page in place of the top one. */
  redirect(url: string): void {
    this.#parse(url)
    this.#pop()
    this.push(url)
  }

  /** Puts a page in place of all others. */
  relaunch(url: string): void {
    this.#parse(url)
    while (this.#pages.length > 0) this.#pop()
    this.push(url)
  }

  /** Calls a lifetime of the visible page. */
  callTop(name: string, argument?: unknown): void {
    const top = this.#pages.at(-1)
    if (top) this.#call(top, name, argument)
  }

  #create(route: string, query: Readonly<Record<string, string>>): OpenPage {
    const { app, miniProgram, styleSheets } = this.#options
    const component = app.components[route]
    if (!component) throw new Error(`page "${route}" is not found`)
    const { result: root, sheets } = styleSheets.collect(() =>
      miniProgram.backend.createRoot('page', miniProgram.space, route),
    )
    const page = new OpenPage({ route, query, root, sheets, component, appWindow: app.config.window })
    this.#watchScroll(page)
    return page
  }

  #pop(): void {
    const page = this.#pages.pop()
    if (!page) return
    this.#call(page, 'onUnload')
    page.remove()
  }

  #watchScroll(page: OpenPage): void {
    let wasNearEnd = false
    page.scroller.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = page.scroller
      this.#call(page, 'onPageScroll', { scrollTop })
      const distance = page.window.onReachBottomDistance ?? REACH_BOTTOM
      const isNearEnd = scrollTop + clientHeight >= scrollHeight - distance
      if (isNearEnd && !wasNearEnd) this.#call(page, 'onReachBottom')
      wasNearEnd = isNearEnd
    })
  }

  #resize(): void {
    const { viewport } = this.#options
    const size = { windowWidth: viewport.width, windowHeight: viewport.height }
    this.callTop('onResize', { size })
  }

  #call(page: OpenPage, name: string, argument?: unknown): void {
    this.#guard(() => page.call(name, argument))
  }

  /** An exception in a template or lifetime is the app's fault and must not stop the router. */
  #guard(run: () => unknown): void {
    try {
      run()
    } catch (error) {
      this.#options.errors.report(error)
    }
  }

  #parse(url: string): PageUrl {
    const parsed = parsePageUrl(url, this.#pages.at(-1)?.route)
    if (!this.#options.app.config.pages.includes(parsed.route)) throw new Error(`page "${parsed.route}" is not found`)
    return parsed
  }
}
