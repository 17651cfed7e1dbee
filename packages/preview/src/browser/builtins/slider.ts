import { defineBuiltin } from './builtin.js'
import { formField } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

/** Tells of every step while it is moved (`changing`) and of the last one when it is let go (`change`). */
export const slider = defineBuiltin({
  template:
    '<native-input class="wx-slider" type="range" min="{{ min }}" max="{{ max }}" step="{{ step }}" value="{{ value }}" disabled="{{ disabled }}" style="--active-color: {{ activeColor }}; --background-color: {{ backgroundColor }}; --block-color: {{ blockColor }}; --block-size: {{ blockSize }}px; --share: {{ share }}%" bind:input="onInput" bind:change="onChange"></native-input><native-span wx:if="{{ showValue }}">{{ shown }}</native-span>',
  traits: [...HOST_TRAITS, formField],
  properties: {
    min: Number,
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: Number,
    disabled: Boolean,
    showValue: Boolean,
    activeColor: { type: String, value: '#1aad19' },
    backgroundColor: { type: String, value: '#e9e9e9' },
    blockSize: { type: Number, value: 28 },
    blockColor: { type: String, value: '#ffffff' },
  },
  data: {
    /** The number beside it, and how many percent of the track lie before it. */
    shown: 0,
    share: 0,
  },
  observers: {
    'value, min, max'(value: number) {
      const input = this.field()
      // The attribute alone moves no field that was moved by hand.
      if (input) input.value = String(value)
      this.show(value)
    },
  },
  methods: {
    field() {
      return this._$.$$?.querySelector('input')
    },
    show(value: number) {
      const { min, max } = this.data
      const share = max > min ? ((value - min) * 100) / (max - min) : 0
      this.setData({ shown: value, share: Math.min(Math.max(share, 0), 100) })
    },
    read() {
      return Number(this.field()?.value ?? this.data.value)
    },
    onInput() {
      const value = this.read()
      this.show(value)
      this.triggerEvent('changing', { value })
    },
    onChange() {
      const value = this.read()
      this.setData({ value })
      this.triggerEvent('change', { value })
    },
    formValue() {
      return this.data.value
    },
    resetForm() {
      this.setData({ value: this.data.min })
    },
  },
})
