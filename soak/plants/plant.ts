import type { HttpStack } from '@photolift/platform'
import type { UploadDeps } from '@photolift/upload-engine'
import type { Counters } from '../matrix/counters.ts'

/** A bug that is put between the engine and what it works with, so that the counters can prove that they count. */
export interface Plant {
  readonly name: string
  /** The counter that it must move. */
  readonly moves: keyof Counters
  /** Cells in which it shows, as `fault@stage`; default: in all. */
  readonly showsUnder?: readonly string[]
  /** For one run of the app. */
  plant(): Planted
}

export interface Planted {
  http?(http: HttpStack): HttpStack
  deps?(deps: UploadDeps): UploadDeps
}
