import { defineBuiltin } from './builtin.js'
import { formField } from './form-field.js'
import { HOST_TRAITS } from './host-traits.js'

/** The modes that a field of the browser stands in for. */
const NATIVE_TYPES: Readonly<Record<string, string>> = { date: 'date', time: 'time' }

/** Lies over what it wraps, so that a tap opens the browser's own list, date or time. */
export const picker = defineBuiltin({
  template:
    '<slot/><native-select wx:if="{{ mode === \'selector\' }}" class="wx-picker" disabled="{{ disabled }}" bind:change="onSelect"><native-option wx:for="{{ labels }}" wx:key="index" value="{{ index }}" selected="{{ index === value }}">{{ item }}</native-option></native-select><native-input wx:else class="wx-picker" type="{{ mode }}" min="{{ start }}" max="{{ end }}" value="{{ value }}" disabled="{{ disabled }}" bind:change="onPick"></native-input>',
  traits: [...HOST_TRAITS, formField],
  properties: {
    mode: { type: String, value: 'selector' },
    range: null,
    rangeKey: String,
    value: null,
    start: String,
    end: String,
    disabled: Boolean,
    headerText: String,
  },
  data: { labels: [] as string[] },
  observers: {
    mode(mode: string) {
      if (mode !== 'selector' && !NATIVE_TYPES[mode]) throw new Error(`<picker mode="${mode}"> is not in the preview`)
    },
    'range, rangeKey'(range: unknown, key: string) {
      const items = Array.isArray(range) ? range : []
      this.setData({ labels: items.map((item) => String(key ? (item as Record<string, unknown>)[key] : item)) })
    },
  },
  methods: {
    onSelect() {
      this.change(Number(this._$.$$.querySelector('select')?.value ?? 0))
    },
    onPick() {
      this.change(this._$.$$.querySelector('input')?.value ?? '')
    },
    change(value: unknown) {
      this.setData({ value })
      this.triggerEvent('change', { value })
    },
    formValue() {
      return this.data.value
    },
    resetForm() {
      this.setData({ value: this.data.mode === 'selector' ? 0 : '' })
    },
  },
})
