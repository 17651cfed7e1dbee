import { defineBuiltin } from './builtin.js'
import { formField } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

export const slider = defineBuiltin({
  template:
    '<native-input class="wx-slider" type="range" min="{{ min }}" max="{{ max }}" step="{{ step }}" value="{{ value }}" disabled="{{ disabled }}" style="accent-color: {{ activeColor }}" bind:input="onInput" bind:change="onChange"></native-input><native-span wx:if="{{ showValue }}">{{ value }}</native-span>',
  traits: [...HOST_TRAITS, formField],
  properties: {
    min: Number,
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: Number,
    disabled: Boolean,
    showValue: Boolean,
    activeColor: { type: String, value: '#1aad19' },
    backgroundColor: String,
    blockSize: { type: Number, value: 28 },
    blockColor: String,
  },
  methods: {
    read() {
      return Number(this._$.$$.querySelector('input')?.value ?? this.data.value)
    },
    onInput() {
      this.triggerEvent('changing', { value: this.read() })
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
