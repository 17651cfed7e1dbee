import type { Network } from '@photolift/platform'

/** How fast single transfers have been of late, to tell a slow one from one that is dead. */
export interface TransferPace {
  /** A transfer has come to its end in this time. */
  measure(byteLength: number, durationMs: number): void
  /** How long a transfer of so many bytes may be expected to take, as the slowest of the last ones went. */
  expectMs(byteLength: number): number
}

/** As long as nothing was measured: a poor mobile network's. */
const ASSUMED_BYTES_PER_MS = 64

const REMEMBERED = 5

/** Of a transfer's time, so much may have been connection and answer. */
const ROUND_TRIPS_MS = 1_000

/** Below that it was hardly anything else. */
const SMALLEST_MEASURED_BYTES = 64_000

export function createTransferPace(network: Network): TransferPace {
  let bytesPerMs: number[] = []
  // What was measured on one network says nothing about another.
  network.onChange(() => {
    bytesPerMs = []
  })
  return {
    measure(byteLength, durationMs) {
      if (byteLength < SMALLEST_MEASURED_BYTES) return
      bytesPerMs = [...bytesPerMs, byteLength / Math.max(1, durationMs - ROUND_TRIPS_MS)].slice(-REMEMBERED)
    },
    expectMs: (byteLength) => byteLength / (bytesPerMs.length === 0 ? ASSUMED_BYTES_PER_MS : Math.min(...bytesPerMs)),
  }
}
