/** A moment after which waiting ends. */
export class Deadline {
  private readonly timer: NodeJS.Timeout
  private readonly timeUp: Promise<undefined>

  constructor(milliseconds: number) {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.timeUp = promise
    this.timer = setTimeout(() => resolve(undefined), milliseconds)
  }

  /** What `work` gives, or undefined once the time is up; the work itself goes on. */
  orTimeUp<T>(work: Promise<T>): Promise<T | undefined> {
    return Promise.race([work, this.timeUp])
  }

  cancel(): void {
    clearTimeout(this.timer)
  }
}
