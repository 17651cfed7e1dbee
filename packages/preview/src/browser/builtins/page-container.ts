import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'

/** A layer over the page that comes from below. A tap beside it closes it. */
export const pageContainer = defineBuiltin({
  template:
    '<native-div wx:if="{{ show && overlay }}" class="wx-page-container-overlay" style="{{ overlayStyle }}" bind:tap="onOverlay"></native-div><native-div wx:if="{{ show }}" class="wx-page-container {{ round ? \'wx-page-container-round\' : \'\' }}" style="z-index: {{ zIndex }}; {{ customStyle }}"><slot/></native-div>',
  traits: HOST_TRAITS,
  properties: {
    show: Boolean,
    duration: { type: Number, value: 300 },
    zIndex: { type: Number, value: 100 },
    overlay: { type: Boolean, value: true },
    position: { type: String, value: 'bottom' },
    round: Boolean,
    closeOnSlideDown: Boolean,
    overlayStyle: String,
    customStyle: String,
  },
  observers: {
    position(position: string) {
      if (position !== 'bottom') throw new Error(`<page-container position="${position}"> is not in the preview`)
    },
    show(isShown: boolean) {
      for (const name of isShown ? ['beforeenter', 'enter', 'afterenter'] : ['beforeleave', 'leave', 'afterleave']) {
        this.triggerEvent(name, {})
      }
    },
  },
  methods: {
    onOverlay() {
      this.triggerEvent('clickoverlay', {})
      this.setData({ show: false })
    },
  },
})
