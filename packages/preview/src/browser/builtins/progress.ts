import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'
import { setAttribute } from './set-attribute.js'

export const progress = defineBuiltin({
  template:
    '<native-div class="wx-progress-bar" style="height: {{ strokeWidth }}px; background: {{ backgroundColor }}; border-radius: {{ borderRadius }}px"><native-div style="width: {{ percent }}%; height: 100%; background: {{ activeColor }}; {{ active ? \'transition: width \' + duration * percent + \'ms\' : \'\' }}"></native-div></native-div><native-span wx:if="{{ showInfo }}" class="wx-progress-info" style="font-size: {{ fontSize }}px">{{ percent }}%</native-span>',
  traits: HOST_TRAITS,
  properties: {
    percent: Number,
    showInfo: Boolean,
    borderRadius: Number,
    fontSize: { type: Number, value: 16 },
    strokeWidth: { type: Number, value: 6 },
    activeColor: { type: String, value: '#09BB07' },
    backgroundColor: { type: String, value: '#EBEBEB' },
    active: Boolean,
    duration: { type: Number, value: 30 },
  },
  observers: {
    percent(percent: number) {
      setAttribute(this._$.$$, 'percent', percent)
      setAttribute(this._$.$$, 'aria-valuenow', percent)
    },
  },
  lifetimes: {
    attached() {
      if (!this._$.$$.hasAttribute('role')) setAttribute(this._$.$$, 'role', 'progressbar')
    },
  },
})
