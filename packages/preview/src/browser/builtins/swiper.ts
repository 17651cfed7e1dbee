import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { notInPreview } from './not-in-preview.js'

interface TouchEventLike {
  readonly touches: readonly { readonly clientX: number; readonly clientY: number }[]
  preventDefault(): void
}

/** The part of an item's length that a finger must cross to reach the next one, and the pace that does it too (px/ms). */
const FAR_ENOUGH = 0.3
const FAST_ENOUGH = 0.4
/** A finger that has moved less has not chosen a direction yet. */
const DIRECTION_SLOP = 6

/** Items side by side, of which one is seen. */
export const swiper = defineBuiltin({
  template: `<native-div class="wx-swiper {{ vertical ? 'wx-swiper-vertical' : '' }}" style="{{ trackStyle }}" bind:touchstart="onTouchStart" bind:touchmove="onTouchMove" bind:touchend="onTouchEnd" bind:touchcancel="onTouchEnd"><slot/></native-div><native-div wx:if="{{ indicatorDots }}" class="wx-swiper-dots"><native-i wx:for="{{ dots }}" wx:key="index" style="background: {{ index === now ? indicatorActiveColor : indicatorColor }}"></native-i></native-div>`,
  traits: HOST_TRAITS,
  properties: {
    current: Number,
    duration: { type: Number, value: 500 },
    vertical: Boolean,
    indicatorDots: Boolean,
    indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000000' },
    disableTouch: Boolean,
    easingFunction: String,
    autoplay: Boolean,
    circular: Boolean,
    previousMargin: String,
    nextMargin: String,
    displayMultipleItems: { type: Number, value: 1 },
  },
  data: {
    now: 0,
    dots: [] as number[],
    trackStyle: '',
    /** Where the finger came down and how far it is from there; null while none drags. */
    drag: null as { x: number; y: number; at: number; moved: number; isOurs: boolean } | null,
  },
  observers: {
    current(current: number) {
      this.show(current, '')
    },
    autoplay: notInPreview('<swiper autoplay>'),
    circular: notInPreview('<swiper circular>'),
    displayMultipleItems(count: number) {
      notInPreview('<swiper display-multiple-items>')(count !== 1)
    },
    'previousMargin, nextMargin'(before: string, after: string) {
      notInPreview('<swiper previous-margin next-margin>')(Number.parseFloat(before || after || '0') !== 0)
    },
  },
  lifetimes: {
    attached() {
      new MutationObserver(() => this.countItems()).observe(this.track(), { childList: true, subtree: true })
      this.countItems()
      this.place(this.data.now, 0, 0)
    },
  },
  methods: {
    track() {
      return this._$.$$.querySelector(':scope > .wx-swiper') as HTMLElement
    },
    items() {
      return [...this.track().querySelectorAll('wx-swiper-item')].filter(
        (item) => item.closest('wx-swiper') === this._$.$$,
      )
    },
    countItems() {
      const count = this.items().length
      if (count !== this.data.dots.length) this.setData({ dots: Array.from({ length: count }, (_, index) => index) })
    },
    length() {
      const host = this._$.$$
      return this.data.vertical ? host.clientHeight : host.clientWidth
    },
    place(index: number, offset: number, durationMs: number) {
      const axis = this.data.vertical ? 'Y' : 'X'
      this.setData({
        trackStyle: `transform: translate${axis}(calc(${-index * 100}% + ${offset}px)); transition: transform ${durationMs}ms`,
      })
    },
    show(index: number, source: '' | 'touch') {
      const last = Math.max(this.items().length - 1, 0)
      // Items may arrive together with `current`; then there is nothing to hold it to yet.
      const now = this.items().length === 0 ? index : Math.min(Math.max(index, 0), last)
      const hasChanged = now !== this.data.now
      const durationMs = source === 'touch' ? Math.min(this.data.duration, 250) : this.data.duration
      this.setData({ now })
      this.place(now, 0, durationMs)
      if (!hasChanged) return
      const detail = { current: now, currentItemId: this.items()[now]?.getAttribute('item-id') ?? '', source }
      this.triggerEvent('change', detail)
      setTimeout(() => this.triggerEvent('animationfinish', detail), durationMs)
    },
    onTouchStart(event: TouchEventLike) {
      const touch = event.touches[0]
      if (!touch || event.touches.length > 1 || this.data.disableTouch) return this.setData({ drag: null })
      this.setData({ drag: { x: touch.clientX, y: touch.clientY, at: Date.now(), moved: 0, isOurs: false } })
    },
    onTouchMove(event: TouchEventLike) {
      const { drag, vertical, now } = this.data
      const touch = event.touches[0]
      if (!drag || !touch) return
      const [along, across] = vertical
        ? [touch.clientY - drag.y, touch.clientX - drag.x]
        : [touch.clientX - drag.x, touch.clientY - drag.y]
      const isOurs = drag.isOurs || (Math.abs(along) > DIRECTION_SLOP && Math.abs(along) > Math.abs(across))
      if (!isOurs) return
      event.preventDefault()
      this.setData({ drag: { ...drag, moved: along, isOurs } })
      const isPastEnd = (along > 0 && now === 0) || (along < 0 && now === this.items().length - 1)
      this.place(now, isPastEnd ? along / 3 : along, 0)
      this.triggerEvent('transition', vertical ? { dx: 0, dy: -along } : { dx: -along, dy: 0 })
    },
    onTouchEnd() {
      const { drag, now } = this.data
      this.setData({ drag: null })
      if (!drag?.isOurs) return
      const pace = Math.abs(drag.moved) / Math.max(Date.now() - drag.at, 1)
      const isFar = Math.abs(drag.moved) > this.length() * FAR_ENOUGH || pace > FAST_ENOUGH
      this.show(isFar ? now - Math.sign(drag.moved) : now, 'touch')
    },
  },
})
