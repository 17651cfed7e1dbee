const DARK = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g
const LIGHT = /\(\s*prefers-color-scheme\s*:\s*light\s*\)/g

/** The style sheets of the open pages. Their colour scheme is the panel's, not the browser's. */
export class StyleSheets {
  readonly #sources = new Map<HTMLStyleElement, string>()
  #theme: 'light' | 'dark' = 'light'
  #collected: HTMLStyleElement[] = []

  append(css: string): void {
    const element = document.createElement('style')
    element.textContent = this.#forTheme(css)
    document.head.append(element)
    this.#sources.set(element, css)
    this.#collected.push(element)
  }

  /** Runs `open` and gives the sheets that it appended, so that they can be switched and removed with their page. */
  collect<T>(open: () => T): { result: T; sheets: PageSheets } {
    this.#collected = []
    const result = open()
    return { result, sheets: new PageSheets(this.#collected, (element) => this.#sources.delete(element)) }
  }

  setTheme(theme: 'light' | 'dark'): void {
    this.#theme = theme
    for (const [element, css] of this.#sources) {
      const wasDisabled = element.disabled
      element.textContent = this.#forTheme(css)
      element.disabled = wasDisabled
    }
  }

  #forTheme(css: string): string {
    const [dark, light] = this.#theme === 'dark' ? ['all', 'not all'] : ['not all', 'all']
    return css.replace(DARK, toQuery(dark)).replace(LIGHT, toQuery(light))
  }
}

/** `all` and `not all` cannot be joined with `and`; a width that always or never holds can. */
function toQuery(media: string): string {
  return media === 'all' ? '(min-width: 0px)' : '(max-width: 0px)'
}

/** The sheets of one page. A page below another one must not style it. */
export class PageSheets {
  readonly #elements: readonly HTMLStyleElement[]
  readonly #forget: (element: HTMLStyleElement) => void

  constructor(elements: readonly HTMLStyleElement[], forget: (element: HTMLStyleElement) => void) {
    this.#elements = elements
    this.#forget = forget
  }

  setEnabled(isEnabled: boolean): void {
    for (const element of this.#elements) element.disabled = !isEnabled
  }

  remove(): void {
    for (const element of this.#elements) {
      element.remove()
      this.#forget(element)
    }
  }
}
