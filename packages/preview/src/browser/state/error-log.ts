/** Unhandled errors of the app: kept for tests, shown to people. */
export class ErrorLog {
  readonly messages: string[] = []
  #show: ((message: string) => void) | null = null

  /** Shows every error from now on with `show`, and those that were already reported. */
  showWith(show: (message: string) => void): void {
    this.#show = show
    this.messages.forEach(show)
  }

  report(error: unknown): void {
    const message = describe(error)
    this.messages.push(message)
    console.error(error)
    this.#show?.(message)
  }
}

/** `wx` fails with plain objects that carry `errMsg`; everything else should be an Error. */
function describe(error: unknown): string {
  if (error instanceof Error) return error.message
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg)
  return String(error)
}
