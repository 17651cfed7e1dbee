let last: HTMLElement | undefined
let place = 0
let sheetPlace = 0

/**
 * Where the focus is, or was before a sheet opened, among all of the page that Tab stops at, from 0. A page that is left keeps it as
 * `place` in its `history.state`.
 */
export function focusedPlace(): number {
  return place
}

/**
 * Keeps the focus on the page. What had it may go away, or be disabled, by what it did; then it goes to what has come in its place: the next
 * photo, the same tab of the next page, or, on the way back, what the person had left from.
 */
export function keepFocus(root: Element): void {
  addEventListener('focusin', ({ target }) => {
    last = target as HTMLElement
    const among = Math.max(0, tabStops(root).indexOf(last))
    // A sheet and what it was opened from may go at once: then the page's place counts.
    if (openDialog() === null) place = among
    else sheetPlace = among
  })
  addEventListener('popstate', ({ state }) => {
    place = state?.place ?? 0
  })
  new MutationObserver(() => {
    if (last === undefined || (last.isConnected && !last.matches(':disabled'))) return
    const left = tabStops(root)
    const dialog = openDialog()
    const next = left[Math.min(dialog === null ? place : sheetPlace, left.length - 1)] ?? dialog
    next?.focus()
  }).observe(root, { subtree: true, childList: true, attributeFilter: ['disabled'] })
}

function openDialog(): HTMLElement | null {
  return document.querySelector('[role=dialog]')
}

/** What Tab stops at: in the sheet that is open, else in all of this. */
export function tabStops(root: Element): HTMLElement[] {
  const all = (openDialog() ?? root).querySelectorAll<HTMLElement>('button:not([disabled]):not([tabindex="-1"]), input')
  return [...all].filter((stop) => stop.getClientRects().length > 0)
}
