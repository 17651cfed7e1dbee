import { defineTrait } from './builtin.js'

interface Hover {
  start: ReturnType<typeof setTimeout> | undefined
}

/** `hover-class`: a class that the host carries while a finger is on it. */
export const hoverable = defineTrait({
  properties: {
    hoverClass: { type: String, value: 'none' },
    hoverStartTime: { type: Number, value: 50 },
    hoverStayTime: { type: Number, value: 400 },
    hoverStopPropagation: Boolean,
  },
  lifetimes: {
    attached() {
      const host = this._$.$$
      const hover: Hover = { start: undefined }
      const toggle = (isOn: boolean) => {
        const { hoverClass } = this.data
        if (hoverClass === '' || hoverClass === 'none') return
        for (const name of hoverClass.split(/\s+/)) this._$.classList?.toggle(name, isOn)
      }
      host.addEventListener('pointerdown', (event) => {
        if (this.data.hoverStopPropagation) event.stopPropagation()
        hover.start = setTimeout(() => toggle(true), this.data.hoverStartTime)
      })
      for (const type of ['pointerup', 'pointerleave', 'pointercancel']) {
        host.addEventListener(type, () => {
          clearTimeout(hover.start)
          setTimeout(() => toggle(false), this.data.hoverStayTime)
        })
      }
    },
  },
})
