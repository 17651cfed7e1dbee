const PATIENCE_MS = 10_000
const PAUSE_MS = 50

/** Tries an expectation again and again until it holds. @throws what it threw last, after 10 s */
export async function eventually(expectation: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await expectation()
    } catch (failure) {
      if (Date.now() > deadline) throw failure
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}
