/**
 * How many parts further an arrow key goes.
 *
 * @param columns of a grid
 * @returns undefined for other keys, and for those that are the browser's: Alt with an arrow goes back
 */
export function arrowStep(
  { key, altKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>,
  columns = 1,
): number | undefined {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: columns, ArrowLeft: -1, ArrowUp: -columns }
  return altKey || ctrlKey || metaKey ? undefined : steps[key]
}

/**
 * Takes the focus to the part beside it, and round at the ends. Of a group Tab stops at one part, the one that had the focus last; what
 * choosing does, such as closing a sheet, is left to Enter and Space.
 */
export function moveByArrows(event: KeyboardEvent): void {
  const parts = [...(event.currentTarget as Element).children] as HTMLElement[]
  const at = parts.indexOf(event.target as HTMLElement)
  const step = arrowStep(event)
  if (step === undefined) return
  event.preventDefault()
  const next = parts[(at + step + parts.length) % parts.length]
  for (const part of parts) part.tabIndex = part === next ? 0 : -1
  next?.focus()
}
