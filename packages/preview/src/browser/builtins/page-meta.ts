import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'

/** Styles the page's root element from WXML. */
export const pageMeta = defineBuiltin({
  template: '<slot/>',
  traits: HOST_TRAITS,
  properties: { pageStyle: String, rootFontSize: String, backgroundColor: String, rootBackgroundColor: String },
  observers: {
    'pageStyle, rootFontSize, rootBackgroundColor'() {
      this.apply()
    },
  },
  lifetimes: {
    attached() {
      this.apply()
    },
  },
  methods: {
    apply() {
      const page = this._$.$$.closest('page')
      const { pageStyle, rootFontSize, rootBackgroundColor } = this.data
      const styles = [
        rootBackgroundColor && `background-color: ${rootBackgroundColor}`,
        rootFontSize && `font-size: ${rootFontSize}`,
        pageStyle,
      ]
      page?.setAttribute('style', styles.filter(Boolean).join(';'))
    },
  },
})
