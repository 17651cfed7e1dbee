export interface Clock {
  /** Milliseconds since the epoch, on this device's clock, which may be wrong. */
  now(): number
  /** Calls back once after `delayMs`. @returns a function that cancels the call */
  schedule(delayMs: number, callback: () => void): () => void
}
