import { AppError } from '@photolift/contracts'

/** When a piece of work has to be done, measured on a clock that nobody sets. */
export class TimeLimit {
  private readonly endsAt: number

  constructor(milliseconds: number) {
    this.endsAt = performance.now() + milliseconds
  }

  millisecondsLeft(): number {
    return Math.max(0, this.endsAt - performance.now())
  }

  /** sharp's own limit counts whole seconds, and takes 0 for none. */
  secondsLeft(): number {
    return Math.max(1, Math.ceil(this.millisecondsLeft() / 1_000))
  }

  /** @throws AppError EDIT_TIMEOUT once the time is up */
  require(): void {
    if (this.millisecondsLeft() === 0) throw this.exceeded()
  }

  exceeded(): AppError {
    return new AppError('EDIT_TIMEOUT', 'the steps take longer than the service may answer')
  }
}
