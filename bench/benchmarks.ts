import type { Benchmark } from './benchmark.ts'
import { coldStart } from './marks/cold-start.ts'
import { sizes } from './marks/sizes.ts'

/** In the order in which `pnpm bench` runs them. */
export const benchmarks: readonly Benchmark[] = [sizes, coldStart]
