import { cloudFiles } from '../files/cloud-files.js'
import { toBrowserUrl, toShownUrl } from '../files/to-browser-url.js'
import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { setAttribute } from './set-attribute.js'

const MODES: ReadonlySet<string> = new Set([
  'scaleToFill',
  'aspectFit',
  'aspectFill',
  'widthFix',
  'heightFix',
  'top',
  'bottom',
  'center',
  'left',
  'right',
  'top left',
  'top right',
  'bottom left',
  'bottom right',
])

/** An image from the package, a local file, the network or the cloud. `mode` says how it fits; the style sheet of the page does it. */
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
      if (cloudFiles.isCloudFile(src)) void this.lookUp(src)
      else this.setData({ url: toBrowserUrl(src) })
    },
    mode(mode: string) {
      if (!MODES.has(mode)) throw new Error(`<image mode="${mode}"> is no mode of image`)
      setAttribute(this._$.$$, 'mode', mode)
    },
  },
  lifetimes: {
    attached() {
      setAttribute(this._$.$$, 'mode', this.data.mode)
    },
  },
  methods: {
    async lookUp(src: string) {
      const url = await toShownUrl(src)
      // The page may show another picture by now.
      if (this.data.src === src) this.setData({ url })
    },
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
