/** Work that may outlive the answers it was begun for. */
export class BackgroundWork {
  private readonly running = new Set<Promise<unknown>>()

  /** Remembers `work` until it has ended. @returns the same */
  track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work)
    const forget = () => this.running.delete(work)
    work.then(forget, forget)
    return work
  }

  /** Waits for what runs now, however it ends. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.running)
  }
}
