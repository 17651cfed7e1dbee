const NUMBER = String.raw`(?<![\w#-])(-?\d*\.?\d+)`
const RPX = new RegExp(`${NUMBER}rpx\\b`, 'g')
const VIEWPORT_HEIGHT = new RegExp(`${NUMBER}vh\\b`, 'g')

/**
 * Translates the lengths of a mini-program to those of the preview's page.
 *
 * 750rpx are the width of the window. `vh` counts the page area below the navigation bar, which the runtime gives as
 * `--wx-vh`. The safe area comes from the phone frame (`--wx-safe-area-*`), since the browser window has none.
 */
export function toCssValue(value: string): string {
  return value
    .replace(RPX, (_, count: string) => `${round((Number(count) * 100) / 750)}vw`)
    .replace(VIEWPORT_HEIGHT, (_, count: string) => `calc(${count} * var(--wx-vh))`)
    .replace(/\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)/g, 'var(--wx-safe-area-$1')
}

/** Fewer digits would lose a 64th of a pixel, which is the browser's own grid. */
function round(value: number): number {
  return Number(value.toFixed(8))
}
