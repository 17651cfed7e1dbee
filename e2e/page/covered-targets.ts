import type { Page } from 'playwright-core'
import { INTERACTIVE } from './small-targets.js'

/**
 * What cannot be seen, or not whole, once it has the focus: something that sticks lies over it, or the window does not scroll that far.
 * Each is focused as Tab does, from where the page was scrolled to last.
 */
export function coveredTargets(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const scope = document.querySelector('[role=dialog]') ?? document
    const targets = [...scope.querySelectorAll<HTMLElement>(selector)].filter(
      (each) => each.checkVisibility() && !each.matches(':disabled'),
    )
    // What has the focus already is not scrolled to again.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const inBothDirections = [...targets, ...targets.toReversed()]
    const covered = inBothDirections.flatMap((target) => {
      target.focus()
      const { left, top, width, height } = target.getBoundingClientRect()
      const name = target.getAttribute('aria-label') ?? target.textContent
      // No corners: they may be round.
      const hidden = [
        [0.5, 0.5],
        [0.5, 0.1],
        [0.5, 0.9],
        [0.1, 0.5],
        [0.9, 0.5],
      ].flatMap(([across = 0, down = 0]) => {
        const over = document.elementFromPoint(left + width * across, top + height * down)
        return target.contains(over) ? [] : [over?.className ?? 'outside the window']
      })
      return hidden.length === 0
        ? []
        : [`covered where it has the focus, by ${[...new Set(hidden)].join(', ')}: ${name}`]
    })
    return [...new Set(covered)]
  }, INTERACTIVE)
}
