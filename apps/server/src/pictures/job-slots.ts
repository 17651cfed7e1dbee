/** Room for a few jobs at a time, and for a bounded queue of others. */
export class JobSlots {
  private running = 0
  private readonly queue: (() => void)[] = []

  constructor(private readonly limits: { running: number; waiting: number }) {}

  /** Whether the next job would have to wait. */
  get isBusy(): boolean {
    return this.running >= this.limits.running
  }

  /** Whether the next job would be turned away. */
  get isFull(): boolean {
    return this.isBusy && this.queue.length >= this.limits.waiting
  }

  /**
   * Runs `job` once there is room; jobs start in the order in which they came. A job holds its place until it has ended, whoever has
   * stopped waiting for it: memory stays bounded.
   *
   * @returns undefined where the queue is full
   */
  run<T>(job: () => Promise<T>): Promise<T> | undefined {
    if (this.isFull) return undefined
    return this.enter(job)
  }

  private async enter<T>(job: () => Promise<T>): Promise<T> {
    if (!this.isBusy) this.running += 1
    // Whoever leaves hands its place over, so `running` stays as it is.
    else await new Promise<void>((resolve) => this.queue.push(resolve))
    try {
      return await job()
    } finally {
      const next = this.queue.shift()
      if (next === undefined) this.running -= 1
      else next()
    }
  }
}
