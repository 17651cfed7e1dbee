import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { hoverable } from './hoverable.js'

interface Navigation {
  navigateTo(options: { url: string }): unknown
  redirectTo(options: { url: string }): unknown
  reLaunch(options: { url: string }): unknown
  navigateBack(options: { delta: number }): unknown
}

/** A link to another page of the app. */
export const navigator = defineBuiltin({
  template: '<slot/>',
  traits: [...HOST_TRAITS, hoverable],
  properties: {
    url: String,
    openType: { type: String, value: 'navigate' },
    delta: { type: Number, value: 1 },
    hoverClass: { type: String, value: 'navigator-hover' },
  },
  lifetimes: {
    attached() {
      if (!this._$.$$.hasAttribute('role')) this._$.$$.setAttribute('role', 'link')
      this._$.addListener('tap', () => this.follow())
    },
  },
  methods: {
    follow() {
      const { url, openType, delta } = this.data
      const wx = (globalThis as unknown as { wx: Navigation }).wx
      const go: Readonly<Record<string, () => unknown>> = {
        navigate: () => wx.navigateTo({ url }),
        redirect: () => wx.redirectTo({ url }),
        reLaunch: () => wx.reLaunch({ url }),
        navigateBack: () => wx.navigateBack({ delta }),
      }
      const act = go[openType]
      if (!act) throw new Error(`<navigator open-type="${openType}"> is not in the preview`)
      act()
    },
  },
})
