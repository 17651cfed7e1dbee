import type { MiniProgram } from '../framework/mini-program.js'
import type { ErrorLog } from '../state/error-log.js'

/** Calls what the app gave to `App()`, such as `onShow`. */
export class AppLifetimes {
  readonly #miniProgram: MiniProgram
  readonly #errors: ErrorLog

  constructor(miniProgram: MiniProgram, errors: ErrorLog) {
    this.#miniProgram = miniProgram
    this.#errors = errors
  }

  /** An exception in there is the app's fault and does not stop the phone. */
  call(name: string, argument: unknown): void {
    const { app } = this.#miniProgram
    const method = app[name]
    if (typeof method !== 'function') return
    try {
      method.call(app, argument)
    } catch (error) {
      this.#errors.report(error)
    }
  }
}
