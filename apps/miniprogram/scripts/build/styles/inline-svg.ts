import { readFile } from 'node:fs/promises'
import type { Plugin } from 'postcss'
import type { SourceLayout } from '../source-layout.ts'

// svg(icons/plus.svg)
const SVG_CALL = /svg\(\s*([\w./-]+)\s*\)/

/** Writes our SVG files into the styles as data URLs: WXSS cannot name local files, and nothing comes from a CDN. */
export function inlineSvg(layout: SourceLayout): Plugin {
  return {
    postcssPlugin: 'photolift-inline-svg',
    async Declaration(declaration) {
      const call = SVG_CALL.exec(declaration.value)
      if (!call) return
      const [text, file = ''] = call
      const svg = await readFile(layout.sourceOf(file), 'utf8')
      declaration.value = declaration.value.replace(text, `url("${toDataUrl(svg)}")`)
    },
  }
}

function toDataUrl(svg: string): string {
  // Styles give the size; the view box gives the shape.
  const sizeless = svg.trim().replace(/^(<svg\b[^>]*?) width="[\d.]+" height="[\d.]+"/, '$1')
  const compact = sizeless.replace(/"/g, "'").replace(/>\s+</g, '><')
  return `data:image/svg+xml,${compact.replace(/[%#<>{}]/g, encodeURIComponent)}`
}
