/** The real time, moved ahead as far as a test wants. */
export class TestClock {
  private aheadMs = 0

  readonly now = (): number => Date.now() + this.aheadMs

  advanceSeconds(seconds: number): void {
    this.aheadMs += seconds * 1_000
  }
}
