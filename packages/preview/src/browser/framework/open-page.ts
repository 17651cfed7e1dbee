import type { Root } from 'glass-easel-miniprogram-adapter'
import type { CompiledComponent, WindowConfig } from '../../compile/compiled-app.js'
import { EventChannel } from './event-channel.js'
import type { PageSheets } from './style-sheets.js'

/** What a page's methods see as `this`. */
export type PageInstance = Record<string, unknown> & {
  createSelectorQuery(): unknown
  setData(changes: object, callback?: () => void): void
  createIntersectionObserver(options: unknown): unknown
}

interface Options {
  readonly route: string
  readonly query: Readonly<Record<string, string>>
  readonly root: Root
  readonly sheets: PageSheets
  readonly component: CompiledComponent
  readonly appWindow: WindowConfig
}

const PAGE_LIFETIMES: Readonly<Record<string, string>> = { onShow: 'show', onHide: 'hide', onResize: 'resize' }

/** Each call is a mark in the browser's timeline, `setData <route>`: where time goes, and how often it crosses to the page's thread. */
function timed(route: string, setData: PageInstance['setData']): PageInstance['setData'] {
  return function timedSetData(this: PageInstance, ...args) {
    performance.mark(`setData ${route}`)
    return setData.apply(this, args)
  }
}

/** One page of the stack with its place in the DOM. */
export class OpenPage {
  readonly route: string
  readonly query: Readonly<Record<string, string>>
  readonly channel = new EventChannel()
  readonly instance: PageInstance
  /** Fills the page area. It is what `position: fixed` refers to. */
  readonly host = document.createElement('div')
  readonly scroller = document.createElement('div')
  /** Window fields in force: the app's, the page's own, and what the page has changed since. */
  window: WindowConfig
  /** What the person is asked before going back from it; null asks nothing. */
  alertBeforeUnload: string | null = null
  readonly #root: Root
  readonly #sheets: PageSheets
  #scrollTop = 0

  constructor({ route, query, root, sheets, component, appWindow }: Options) {
    this.route = route
    this.query = query
    this.window = { ...appWindow, ...component.config }
    this.#root = root
    this.#sheets = sheets
    this.host.className = 'page-host'
    this.scroller.className = 'page-scroller'
    this.host.append(this.scroller)
    const instance = root.get() as unknown as PageInstance
    this.instance = Object.assign(instance, {
      route,
      options: query,
      getOpenerEventChannel: () => this.channel,
      setData: timed(route, instance.setData),
    })
  }

  attach(parent: HTMLElement): void {
    parent.append(this.host)
    const place = document.createElement('span')
    this.scroller.append(place)
    this.#root.attach(this.scroller as never, place as never)
  }

  /** Calls a lifetime of the page, and the page lifetime of the components in it. */
  call(name: string, argument?: unknown): unknown {
    const method = this.instance[name]
    const result = typeof method === 'function' ? method.call(this.instance, argument) : undefined
    const pageLifetime = PAGE_LIFETIMES[name]
    if (pageLifetime)
      this.#root.getComponent().triggerPageLifetime(pageLifetime, argument === undefined ? [] : [argument])
    return result
  }

  has(name: string): boolean {
    return typeof this.instance[name] === 'function'
  }

  /** A hidden element forgets how far it was scrolled. */
  setVisible(isVisible: boolean): void {
    if (!isVisible && !this.host.hidden) this.#scrollTop = this.scroller.scrollTop
    const wasHidden = this.host.hidden
    this.host.hidden = !isVisible
    this.#sheets.setEnabled(isVisible)
    if (isVisible && wasHidden) this.scroller.scrollTop = this.#scrollTop
  }

  remove(): void {
    this.#root.release()
    this.host.remove()
    this.#sheets.remove()
  }
}
