/** One figure with a fixed name. */
export interface Mark {
  readonly name: string
  /** Ratios have the unit `×`; MB is 10⁶ bytes, KB 10³. */
  readonly unit: '×' | 'MB' | 'KB' | 'requests' | 'images' | 's' | 'ms' | 'requests/s' | 'writes/s'
  /** Bound to reach; null where the figure is only for comparison. */
  readonly target: { atMost: number } | { atLeast: number } | null
}

/** Measures some marks in one run, so that each speed has its baseline beside it. */
export interface Benchmark {
  readonly marks: readonly Mark[]
  /** @returns a value for every mark, by name */
  run(): Promise<Record<string, number>>
}

/** One line of `pnpm bench --json`. */
export interface MarkResult {
  mark: string
  value: number
  unit: Mark['unit']
  /** The bound as a number; `pass` knows its direction. */
  target: number | null
  pass: boolean
}

/** @throws Error when a benchmark gave no value for one of its marks */
export function judge(mark: Mark, value: number | undefined): MarkResult {
  if (value === undefined || Number.isNaN(value)) throw new Error(`The benchmark of ${mark.name} gave no value.`)
  const { target } = mark
  if (target === null) return { mark: mark.name, value, unit: mark.unit, target: null, pass: true }
  if ('atMost' in target) {
    return { mark: mark.name, value, unit: mark.unit, target: target.atMost, pass: value <= target.atMost }
  }
  return { mark: mark.name, value, unit: mark.unit, target: target.atLeast, pass: value >= target.atLeast }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('There is no median of nothing.')
  return middle
}

/**
 * Median of the fastest quarter, for work that several processes share: a busy machine only ever adds to it, and adds more to work
 * that changes hands more often, which is no property of what is measured.
 */
export function undisturbed(durations: readonly number[]): number {
  const sorted = durations.toSorted((a, b) => a - b)
  return median(sorted.slice(0, Math.ceil(sorted.length / 4)))
}
