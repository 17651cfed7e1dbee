import { safeName, withMark } from './safe-name.js'

export interface NamedThing {
  /** What it is called where it comes from; null for nothing. */
  name: string | null
  /** Tells it from others of the same name, always in the same way. */
  mark: string
}

/**
 * Names in one folder, in order. A name that several have is given to the first; the others get their mark, so that another run
 * chooses the same. Upper and lower case are one, as on macOS and Windows.
 */
export function chooseNames(things: readonly NamedThing[]): string[] {
  const taken = new Set<string>()
  const take = (name: string) => {
    const folded = name.toLowerCase()
    if (taken.has(folded)) return false
    taken.add(folded)
    return true
  }
  return things.map(({ name, mark }) => {
    const plain = safeName(name ?? '', safeName(mark, 'file'))
    if (take(plain)) return plain
    const marked = withMark(plain, safeName(mark, 'file'))
    for (let number = 2, next = marked; ; next = withMark(marked, String(number++))) if (take(next)) return next
  })
}
