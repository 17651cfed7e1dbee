import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

interface ScrollTo {
  readonly scrollTop?: number
  readonly selector?: string
  readonly duration?: number
  readonly offsetTop?: number
}

/** What acts on the visible page: scrolling, pulling down, measuring. */
export function pageViewApi(phone: Phone) {
  const { api } = phone
  return {
    pageScrollTo: api.define('pageScrollTo', ({ scrollTop, selector, duration = 300, offsetTop = 0 }: ScrollTo) => {
      const { scroller } = phone.pages.top
      const behavior = duration === 0 ? 'instant' : 'smooth'
      if (selector === undefined) {
        scroller.scrollTo({ top: scrollTop ?? 0, behavior })
        return {}
      }
      const target = scroller.querySelector(selector)
      if (!target) throw new ApiFailure(`selector "${selector}" matches nothing`)
      // `getBoundingClientRect` of the app's nodes already counts from the page's corner.
      scroller.scrollTo({ top: scroller.scrollTop + target.getBoundingClientRect().top + offsetTop, behavior })
      return {}
    }),
    startPullDownRefresh: api.define('startPullDownRefresh', () => {
      phone.screen.pullDown.start()
      return {}
    }),
    stopPullDownRefresh: api.define('stopPullDownRefresh', () => {
      phone.screen.pullDown.stop()
      return {}
    }),
    nextTick: (act: () => void) => void Promise.resolve().then(act),
    createSelectorQuery: () => phone.pages.top.instance.createSelectorQuery(),
    createIntersectionObserver: (
      component: { createIntersectionObserver(options: unknown): unknown },
      options: unknown,
    ) => component.createIntersectionObserver(options),
    hideKeyboard: api.define('hideKeyboard', () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      return {}
    }),
  }
}
