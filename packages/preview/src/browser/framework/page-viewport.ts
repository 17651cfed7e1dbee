/** The part of the screen that pages fill, below the navigation bar. Mini-programs measure everything from its corner. */
export class PageViewport {
  constructor(readonly element: HTMLElement) {}

  get top(): number {
    return this.element.getBoundingClientRect().top
  }

  get width(): number {
    return this.element.clientWidth
  }

  get height(): number {
    return this.element.clientHeight
  }

  /** A rectangle of the browser's window, as the mini-program sees it. */
  fromWindow(rect: DOMRectReadOnly): DOMRect {
    return new DOMRect(rect.left, rect.top - this.top, rect.width, rect.height)
  }

  /** Calls `act` whenever its size changes. */
  onResize(act: () => void): void {
    let last = `${this.width}×${this.height}`
    new ResizeObserver(() => {
      const size = `${this.width}×${this.height}`
      if (size === last) return
      last = size
      act()
    }).observe(this.element)
  }
}
