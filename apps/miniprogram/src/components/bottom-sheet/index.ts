/**
 * A question or a detail that comes up from the bottom. What it holds is styled by `styles/sheet.wxss`.
 *
 * `dismiss` is triggered by a tap beside the sheet and by its ×; the page then sets `visible` to false.
 */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    /** Read aloud when the sheet takes the focus. */
    label: { type: String, value: '' },
    /** Shows a × with this name. */
    closeLabel: { type: String, value: '' },
    /** Whether a tap beside the sheet is an answer; not on consent. */
    dismissable: { type: Boolean, value: true },
  },
  methods: {
    onVisibleChange({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible && this.data.dismissable) this.triggerEvent('dismiss')
    },
    onCloseTap() {
      this.triggerEvent('dismiss')
    },
  },
})
