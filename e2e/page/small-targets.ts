import type { Page } from 'playwright-core'

/** What a finger or a key can act on. */
export const INTERACTIVE =
  'button, input, a[href], [role=button], [role=tab], [role=radio], [role=checkbox], [role=switch]'

/**
 * What a finger of 44 px misses: buttons and fields whose hit area, whatever draws or enlarges it, ends less than 21 px above, below, left
 * or right of its centre. While a dialog is open, only what stands in it is looked at.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const scope = document.querySelector('[role=dialog]') ?? document
    const targets = [...scope.querySelectorAll<HTMLElement>(selector)].filter((each) => each.checkVisibility())
    if (targets.length === 0) return ['nothing to act on']
    return targets.flatMap((target) => {
      target.scrollIntoView({ block: 'center', inline: 'center' })
      const { left, top, width, height } = target.getBoundingClientRect()
      const [x, y] = [left + width / 2, top + height / 2]
      const misses = [
        [0, -21],
        [0, 21],
        [-21, 0],
        [21, 0],
      ].filter(([dx = 0, dy = 0]) => !target.contains(document.elementFromPoint(x + dx, y + dy)))
      if (misses.length === 0) return []
      const name = target.getAttribute('aria-label') ?? target.textContent
      return [`target of ${Math.round(width)} × ${Math.round(height)} px, missed at ${misses.join(' and ')}: ${name}`]
    })
  }, INTERACTIVE)
}
