import postcss, { type AtRule, type Declaration, type Plugin, type Rule } from 'postcss'

const RPX = /(-?\d*\.?\d+)rpx\b/g
// rpx follows the window's width: on a tablet it doubles everything, under 360 px text falls below 12 px.
const OUTSIDE_PHONES = ['(min-width: 480px)', '(max-width: 359px)']

/** Repeats every rule that has rpx lengths for windows that are no upright phone, in px as on a window 375 px wide. */
export const fixedOutsidePhones: Plugin = {
  postcssPlugin: 'photolift-fixed-outside-phones',
  Once(root) {
    const rules: Rule[] = []
    root.walkRules((rule) => {
      // The steps of an animation belong to its name: they cannot be repeated for some widths.
      if (!isKeyframe(rule)) rules.push(rule)
    })
    // From the last to the first: what stands in one @media is repeated after it, each before the ones done already.
    for (const rule of rules.reverse()) fixRule(rule)
  },
}

function fixRule(rule: Rule): void {
  const lengths = rule.nodes.filter(
    (node): node is Declaration => node.type === 'decl' && node.value.match(RPX) !== null,
  )
  if (lengths.length === 0) return
  const media = mediaAround(rule)
  if (media?.params.includes('width')) throw rule.error('a rule for some widths has its lengths in px, not in rpx')

  const nodes = lengths.map((length) => length.clone({ value: length.value.replace(RPX, halved) }))
  const params = OUTSIDE_PHONES.map((width) => (media ? `${media.params} and ${width}` : width)).join(', ')
  const fixed = postcss.atRule({ name: 'media', params, nodes: [rule.clone({ nodes })] })
  // Right after the rule, so that it overrides this one and no later one.
  if (media) media.after(fixed)
  else rule.after(fixed)
}

const halved = (_text: string, rpx: string): string => `${Number(rpx) / 2}px`

function isKeyframe({ parent }: Rule): boolean {
  return parent?.type === 'atrule' && (parent as AtRule).name.endsWith('keyframes')
}

function mediaAround(rule: Rule): AtRule | undefined {
  if (rule.parent?.type !== 'atrule') return undefined
  const around = rule.parent as AtRule
  if (around.name !== 'media') throw rule.error(`@${around.name} holds rpx lengths, which only @media can keep fixed`)
  return around
}
