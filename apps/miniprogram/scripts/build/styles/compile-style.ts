import postcss from 'postcss'
import type { SourceLayout } from '../source-layout.ts'
import { fixedOutsidePhones } from './fixed-outside-phones.ts'
import { inlineSvg } from './inline-svg.ts'
import { withoutWhitespace } from './without-whitespace.ts'

export interface StyleContext {
  /** Place in the built package, such as `pages/upload/index.wxss`. */
  id: string
  layout: SourceLayout
}

/** Our WXSS and TDesign's, as it ships. @throws when a style would fetch something over the network */
export async function compileStyle(text: string, { id, layout }: StyleContext): Promise<string> {
  const { css } = await postcss([inlineSvg(layout), fixedOutsidePhones, withoutWhitespace]).process(text, {
    from: layout.sourceOf(id),
    map: false,
  })
  const remote = /url\(\s*['"]?(https?:)?\/\/[^)]*\)/.exec(css)
  if (remote) throw new Error(`${id} fetches ${remote[0]}: what a style needs ships in the package`)
  return css
}
