const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * Takes the focus to the part beside it, and round at the ends. Of a group Tab stops at one part, the one that had the focus last; what
 * choosing does, such as closing a sheet, is left to Enter and Space.
 */
export function moveByArrows(event: KeyboardEvent): void {
  const parts = [...(event.currentTarget as Element).children] as HTMLElement[]
  const at = parts.indexOf(event.target as HTMLElement)
  const step = STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  const next = parts[(at + step + parts.length) % parts.length]
  for (const part of parts) part.tabIndex = part === next ? 0 : -1
  next?.focus()
}
