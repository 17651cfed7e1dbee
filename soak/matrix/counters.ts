/** What may never happen, counted over runs. */
export interface Counters {
  /** Photos that the app gave up, or forgot, and that are not stored. */
  lost: number
  /** Photos that are stored more often than they were picked. */
  doubled: number
  /** Runs whose gallery, or whose list on the screen, is not in picked order. */
  reordered: number
  /** Photos of which the screen said that they are stored, or 100 % of all, when they were not, or not with these bytes. */
  falseSuccess: number
  /** Runs with 20 s in which nothing changed and nothing excused it, and runs that do not end. */
  hung: number
  /** Runs under a single fault with more photo bytes than photos and flight at the fault account for, and a tenth. */
  wasteful: number
  /** Runs with more than three authorize calls under way together. */
  stormed: number
}

export const COUNTERS = ['lost', 'doubled', 'reordered', 'falseSuccess', 'hung', 'wasteful', 'stormed'] as const

export function noneCounted(): Counters {
  return { lost: 0, doubled: 0, reordered: 0, falseSuccess: 0, hung: 0, wasteful: 0, stormed: 0 }
}

export function addTo(sum: Counters, counters: Counters): void {
  for (const name of COUNTERS) sum[name] += counters[name]
}

export function isClean(counters: Counters): boolean {
  return COUNTERS.every((name) => counters[name] === 0)
}
