import { toBrowserUrl } from '../files/to-browser-url.js'
import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { setAttribute } from './set-attribute.js'

/** An image from the package, a local file or the network. `mode` says how it fits; the style sheet of the page does it. */
export const image = defineBuiltin({
  template: `<native-img wx:if="{{ url }}" src="{{ url }}" loading="{{ lazyLoad ? 'lazy' : 'eager' }}" alt="" draggable="false" bind:load="onLoad" bind:error="onError"></native-img><slot/>`,
  traits: HOST_TRAITS,
  properties: {
    src: String,
    mode: { type: String, value: 'scaleToFill' },
    lazyLoad: Boolean,
    webp: Boolean,
    fadeIn: Boolean,
    forceHttps: Boolean,
    showMenuByLongpress: Boolean,
  },
  data: { url: '' },
  observers: {
    src(src: string) {
      this.setData({ url: toBrowserUrl(src) })
    },
    mode(mode: string) {
      setAttribute(this._$.$$, 'mode', mode)
    },
  },
  lifetimes: {
    attached() {
      setAttribute(this._$.$$, 'mode', this.data.mode)
    },
  },
  methods: {
    onLoad() {
      // The page may have dropped the picture while it was on its way; there is nobody to tell then.
      const element = this._$.$$ as HTMLElement | null
      if (element === null) return
      const image = element.querySelector('img')
      this.triggerEvent('load', { width: image?.naturalWidth, height: image?.naturalHeight })
    },
    onError() {
      this.triggerEvent('error', { errMsg: `GET ${this.data.src} failed` })
    },
  },
})
