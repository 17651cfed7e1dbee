const HOUR_MS = 3_600_000

/** A fixed window in which calls are counted. */
export interface QuotaWindow {
  lengthMs: number
  /** How far the first window's start lies before the epoch. */
  offsetMs: number
}

export const MINUTE: QuotaWindow = { lengthMs: 60_000, offsetMs: 0 }

/** WeChat counts days in Beijing time. «unconfirmed» that its minutes and days are fixed windows and not sliding ones. */
export const DAY: QuotaWindow = { lengthMs: 24 * HOUR_MS, offsetMs: 8 * HOUR_MS }

/** Counts the calls of one caller in the current window. */
export class CallQuota {
  private windowIndex = Number.NaN
  private used = 0

  constructor(
    /** Asked at each call, since a test may change it. */
    private readonly limit: () => number,
    private readonly window: QuotaWindow,
  ) {}

  /** @returns false, and counts nothing, when the window's calls are used up */
  take(nowMs: number): boolean {
    const windowIndex = Math.floor((nowMs + this.window.offsetMs) / this.window.lengthMs)
    if (windowIndex !== this.windowIndex) {
      this.windowIndex = windowIndex
      this.used = 0
    }
    if (this.used >= this.limit()) return false
    this.used += 1
    return true
  }
}
