import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { isBuiltinTag } from '../../builtin-tags.js'
import { toCssValue } from '../../css-value.js'
import type { PageViewport } from './page-viewport.js'
import type { StyleSheets } from './style-sheets.js'

type Listener = Parameters<glassEasel.CurrentWindowBackendContext['onEvent']>[0]
type WxElement = Parameters<Listener>[0]
type NativeElement = Element & { __wxElement?: WxElement }

interface Options {
  readonly viewport: PageViewport
  readonly styleSheets: StyleSheets
  /** Tags of the app's own components. */
  readonly componentTags: ReadonlySet<string>
  readonly theme: () => 'light' | 'dark'
  /** Told about tags that are neither a component's nor WeChat's. */
  readonly onUnknownTag: (tag: string) => void
}

/** Tag of a page's root. */
const PAGE = 'page'

/** Prefix of tags in built-in components that stand for the HTML element after it. */
const NATIVE = 'native-'

/** glass-easel's `EventBubbleStatus.NoDefault`: a constant enum, which no other package can name. */
const NO_DEFAULT = 1

/** Events that the browser fires on any element and WeChat passes on. Gestures have their own source. */
const PASSED_ON = new Set(['transitionend', 'animationstart', 'animationiteration', 'animationend'])

/** Lets glass-easel draw into the phone's page area: WeChat's tags, ids, lengths and coordinates over the browser's DOM. */
export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  readonly #options: Options
  readonly #css = new Map<string, string>()
  readonly #seen = new WeakSet<Event>()
  readonly #listening = new WeakMap<Element, Set<string>>()
  #listener: Listener | null = null

  constructor(options: Options) {
    super()
    this.#options = options
    this.document = {
      createElement: (tag: string) => this.#createElement(tag),
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as typeof this.document
  }

  override getWindowWidth(): number {
    return this.#options.viewport.width
  }

  override getWindowHeight(): number {
    return this.#options.viewport.height
  }

  override getTheme(): string {
    return this.#options.theme()
  }

  override registerStyleSheetContent(path: string, content: unknown): void {
    this.#css.set(path, String(content))
  }

  override appendStyleSheetPath(path: string): number {
    const css = this.#css.get(path)
    if (css === undefined) throw new Error(`the style sheet ${path} was not compiled`)
    if (css !== '') this.#options.styleSheets.append(css)
    return 0
  }

  override render(done: (error: Error | null) => void): void {
    requestAnimationFrame(() => done(null))
  }

  /** glass-easel's own gestures stay off: they know nothing of long presses, touches and the page's corner. */
  override onEvent(listener: Listener): void {
    this.#listener = listener
  }

  override setListenerStats(
    ...[target, type]: Parameters<glassEasel.CurrentWindowBackendContext['setListenerStats']>
  ): void {
    const element = target as unknown as HTMLElement | null
    if (!element) return
    const types = this.#listening.get(element) ?? new Set()
    this.#listening.set(element, types)
    if (types.has(type)) return
    types.add(type)

    // Only inside built-in components do native events count: an inner <input>'s `change` must not look like the component's.
    if (!isNative(element) && !PASSED_ON.has(type)) return
    element.addEventListener(type, (event) => {
      if (this.#seen.has(event)) return
      this.#seen.add(event)
      const isPrevented = this.dispatch({
        target: event.target,
        type,
        detail: detailOf(event),
        composed: PASSED_ON.has(type),
      })
      if (isPrevented) event.preventDefault()
    })
  }

  /** Whether any element from `target` up listens to an event of this type. */
  hasListener(target: EventTarget | null, type: string): boolean {
    for (let element = target as Element | null; element; element = element.parentElement) {
      if (this.#listening.get(element)?.has(type)) return true
    }
    return false
  }

  /** Fires an event at the mini-program's node that shows `target`. Returns whether a handler prevented the default. */
  dispatch({ target, type, detail, composed = true, extraFields = {} }: DispatchOptions): boolean {
    let element = target as NativeElement | null
    while (element && !element.__wxElement) element = element.parentElement
    if (!element?.__wxElement || !this.#listener) return false

    const options = { bubbles: true, composed, capturePhase: true, extraFields } as Parameters<Listener>[3]
    return (this.#listener(element.__wxElement, type, detail, options) as number | undefined) === NO_DEFAULT
  }

  override createIntersectionObserver(
    ...[target, relative, margin, thresholds, listener]: Parameters<
      glassEasel.CurrentWindowBackendContext['createIntersectionObserver']
    >
  ) {
    const { viewport } = this.#options
    const root = (relative as unknown as HTMLElement | null) ?? viewport.element
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          listener({
            intersectionRatio: entry.intersectionRatio,
            boundingClientRect: viewport.fromWindow(entry.boundingClientRect),
            intersectionRect: viewport.fromWindow(entry.intersectionRect),
            relativeRect: viewport.fromWindow(entry.rootBounds ?? root.getBoundingClientRect()),
            time: entry.time,
          })
        }
      },
      { root, rootMargin: margin, threshold: thresholds },
    )
    observer.observe(target as unknown as HTMLElement)
    return { disconnect: () => observer.disconnect() }
  }

  override onWindowResize(act: Parameters<glassEasel.CurrentWindowBackendContext['onWindowResize']>[0]): void {
    const { viewport } = this.#options
    viewport.onResize(() =>
      act({ width: viewport.width, height: viewport.height, devicePixelRatio: window.devicePixelRatio }),
    )
  }

  #createElement(tag: string): HTMLElement {
    const element = document.createElement(this.#toHtmlTag(tag))
    const { viewport } = this.#options
    return Object.defineProperties(element, {
      // glass-easel prefixes ids per component; tests and people want the one that the WXML gives.
      id: {
        set: (value: unknown) => {
          Element.prototype.setAttribute.call(element, 'id', String(value).replace(/^.*?--/, ''))
        },
        get: () => element.getAttribute('id') ?? '',
      },
      setAttribute: {
        value: (name: string, value: unknown) => {
          const text = name === 'style' ? toCssValue(String(value)) : String(value)
          Element.prototype.setAttribute.call(element, name, text)
        },
      },
      getBoundingClientRect: {
        value: () =>
          tag === PAGE
            ? scrollOffset(element)
            : viewport.fromWindow(Element.prototype.getBoundingClientRect.call(element)),
      },
    })
  }

  #toHtmlTag(tag: string): string {
    if (tag.startsWith(NATIVE)) return tag.slice(NATIVE.length)
    if (isBuiltinTag(tag)) return `wx-${tag}`
    if (tag !== PAGE && !this.#options.componentTags.has(tag)) this.#options.onUnknownTag(tag)
    return tag.includes('-') || tag === PAGE ? tag : `c-${tag}`
  }
}

export interface DispatchOptions {
  readonly target: EventTarget | null
  readonly type: string
  readonly detail: unknown
  /** Whether the event leaves the component that it happened in. */
  readonly composed?: boolean
  /** Fields of the event object itself, such as `touches`. */
  readonly extraFields?: Record<string, unknown>
}

/** The browser's elements inside built-in components; all of the mini-program's own carry a hyphen, or are `page`. */
function isNative(element: Element): boolean {
  return !element.localName.includes('-') && element.localName !== PAGE
}

/**
 * glass-easel asks the page's root for its box only to answer `selectViewport().scrollOffset()`, and gives the box's
 * corner and size as the offset and the length of the scroll.
 */
function scrollOffset(page: HTMLElement): DOMRect {
  const scroller = page.closest('.page-scroller')
  if (!scroller) throw new Error('the page is not on the screen')
  return new DOMRect(scroller.scrollLeft, scroller.scrollTop, scroller.scrollWidth, scroller.scrollHeight)
}

function detailOf(event: Event): unknown {
  if (event instanceof KeyboardEvent) return { key: event.key, isComposing: event.isComposing }
  return {}
}
