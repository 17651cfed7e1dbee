interface Sample {
  at: number
  bytes: number
}

const WINDOW_MS = 5_000

/** The mean speed of the last 5 s, from how many bytes were out when. */
export class SpeedMeter {
  /** From just before the window until now, oldest first. */
  private samples: Sample[] = []
  private startedAt: number | undefined

  /** @param bytes in all so far, never fewer than before */
  add(bytes: number, now: number): void {
    this.startedAt ??= now
    this.samples.push({ at: now, bytes })
    this.forget(now)
  }

  /** Since the first sample; 0 before it. */
  elapsedMs(now: number): number {
    return this.startedAt === undefined ? 0 : now - this.startedAt
  }

  bytesPerSecond(now: number): number {
    this.forget(now)
    const first = this.samples[0]
    const last = this.samples.at(-1)
    if (first === undefined || last === undefined) return 0
    const windowMs = Math.min(WINDOW_MS, now - first.at)
    return windowMs === 0 ? 0 : ((last.bytes - first.bytes) * 1_000) / windowMs
  }

  /** Keeps one sample from before the window: its bytes are those at the window's start. */
  private forget(now: number): void {
    while ((this.samples[1]?.at ?? now) <= now - WINDOW_MS) this.samples.shift()
  }
}
