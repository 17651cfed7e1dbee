import { defineBuiltin } from './builtin.js'
import { HOST_TRAITS } from './host-traits.js'

const GLYPHS: Readonly<Record<string, string>> = {
  success: '✓',
  success_no_circle: '✓',
  info: 'i',
  warn: '!',
  waiting: '⏱',
  cancel: '✕',
  clear: '✕',
  download: '↓',
  search: '⌕',
}

export const icon = defineBuiltin({
  template: '<native-span style="font-size: {{ size }}px; color: {{ color }}">{{ glyph }}</native-span>',
  traits: HOST_TRAITS,
  properties: { type: String, size: { type: Number, value: 23 }, color: String },
  data: { glyph: '' },
  observers: {
    type(type: string) {
      const glyph = GLYPHS[type]
      if (glyph === undefined) throw new Error(`<icon type="${type}"> is no type of icon`)
      this.setData({ glyph })
    },
  },
})
