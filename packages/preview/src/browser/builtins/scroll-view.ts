import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { notInPreview } from './not-in-preview.js'

/** Lets a part of the page scroll, with events near its ends. */
export const scrollView = defineBuiltin({
  template: `<native-div class="wx-scroll" style="overflow-x: {{ scrollX ? 'auto' : 'hidden' }}; overflow-y: {{ scrollY ? 'auto' : 'hidden' }}" bind:scroll="onScroll"><slot/></native-div>`,
  traits: HOST_TRAITS,
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    scrollTop: Number,
    scrollLeft: Number,
    scrollIntoView: String,
    scrollWithAnimation: Boolean,
    upperThreshold: { type: Number, value: 50 },
    lowerThreshold: { type: Number, value: 50 },
    enhanced: Boolean,
    bounces: Boolean,
    showScrollbar: { type: Boolean, value: true },
    enableBackToTop: Boolean,
    enablePassive: Boolean,
    pagingEnabled: Boolean,
    fastDeceleration: Boolean,
    enableFlex: Boolean,
    scrollAnchoring: Boolean,
    type: String,
    refresherEnabled: Boolean,
  },
  data: { wasAtStart: true, wasAtEnd: false },
  observers: {
    scrollTop(top: number) {
      this.scrollTo({ top })
    },
    scrollLeft(left: number) {
      this.scrollTo({ left })
    },
    scrollIntoView(id: string) {
      // The target may arrive with the very data that names it.
      setTimeout(() => this.revealChild(id), 0)
    },
    refresherEnabled: notInPreview('<scroll-view refresher-enabled>'),
    pagingEnabled: notInPreview('<scroll-view paging-enabled>'),
  },
  methods: {
    scroller() {
      return this._$.$$.querySelector(':scope > .wx-scroll')
    },
    scrollTo(to: { top?: number; left?: number }) {
      this.scroller()?.scrollTo({ ...to, behavior: this.data.scrollWithAnimation ? 'smooth' : 'instant' })
    },
    revealChild(id: string) {
      const scroller = this.scroller()
      const child = id && scroller?.querySelector(`#${CSS.escape(id)}`)
      if (!scroller || !child) return
      const childBox = Element.prototype.getBoundingClientRect.call(child)
      const box = Element.prototype.getBoundingClientRect.call(scroller)
      this.scrollTo({
        top: scroller.scrollTop + childBox.top - box.top,
        left: scroller.scrollLeft + childBox.left - box.left,
      })
    },
    onScroll() {
      const scroller = this.scroller()
      if (!scroller) return
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = scroller
      this.triggerEvent('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth })

      const { scrollX, upperThreshold, lowerThreshold, wasAtStart, wasAtEnd } = this.data
      const [position, size, full] = scrollX
        ? [scrollLeft, clientWidth, scrollWidth]
        : [scrollTop, clientHeight, scrollHeight]
      const isAtStart = position <= upperThreshold
      const isAtEnd = position + size >= full - lowerThreshold
      if (isAtStart && !wasAtStart) this.triggerEvent('scrolltoupper', { direction: scrollX ? 'left' : 'top' })
      if (isAtEnd && !wasAtEnd) this.triggerEvent('scrolltolower', { direction: scrollX ? 'right' : 'bottom' })
      this.setData({ wasAtStart: isAtStart, wasAtEnd: isAtEnd })
    },
  },
})
