/** What every asynchronous call of `wx` may carry. Without any of the three it gives a promise instead. */
export interface Callbacks {
  success?(result: object): void
  fail?(error: object): void
  complete?(outcome: object): void
}

/** Why a call failed. `wx` turns it into `{ errMsg: '<api>:fail <reason>', errno?, errCode? }`. */
export class ApiFailure extends Error {
  readonly errno: number | undefined
  /** Functions of `wx.cloud` number their failures in this field. */
  readonly errCode: number | undefined

  constructor(reason: string, errno?: number, errCode?: number) {
    super(reason)
    this.name = 'ApiFailure'
    this.errno = errno
    this.errCode = errCode
  }
}

/** Runs what WeChat would run on the app's thread. */
export type RunOnAppThread = (act: () => void) => void

type Run<O> = (options: O) => object | undefined | Promise<object | undefined>

/** Builds functions of `wx` that answer by callbacks or by a promise. */
export class ApiBuilder {
  readonly #run: RunOnAppThread

  constructor(runOnAppThread: RunOnAppThread) {
    this.#run = runOnAppThread
  }

  /** A function of `wx`, such as `wx.showToast(options)`. What `run` throws is the reason of its failure. */
  define<O extends object = object>(
    name: string,
    run: Run<O>,
  ): (options?: O & Callbacks) => Promise<object> | undefined {
    return (options = {} as O & Callbacks) => {
      // Options are read at the call: apps reuse the object.
      const outcome = this.outcome(name, startSafely(run, { ...options }))
      if (!options.success && !options.fail && !options.complete) return outcome
      this.settle(outcome, options)
      return undefined
    }
  }

  /** What the app hears of a result, once its thread runs. */
  outcome(name: string, result: Promise<object | undefined>): Promise<object> {
    return new Promise((resolve, reject) => {
      result.then(
        (value) => this.#run(() => resolve({ errMsg: `${name}:ok`, ...value })),
        (error: unknown) => this.#run(() => reject(toFailure(name, error))),
      )
    })
  }

  /** Hands an outcome to callbacks. What a callback throws is the app's own unhandled error. */
  settle(outcome: Promise<object>, { success, fail, complete }: Callbacks): void {
    const call = (callbacks: readonly (((value: object) => void) | undefined)[], value: object) => {
      for (const callback of callbacks) {
        try {
          callback?.(value)
        } catch (error) {
          reportError(error)
        }
      }
    }
    outcome.then(
      (result) => call([success, complete], result),
      (error: object) => call([fail, complete], error),
    )
  }
}

/** `{ errMsg, errno?, errCode? }` as the app gets it. */
function toFailure(name: string, error: unknown): { errMsg: string; errno?: number; errCode?: number } {
  const reason = error instanceof Error ? error.message : String(error)
  const { errno, errCode } = error instanceof ApiFailure ? error : {}
  return {
    errMsg: `${name}:fail ${reason}`,
    ...(errno === undefined ? {} : { errno }),
    ...(errCode === undefined ? {} : { errCode }),
  }
}

async function startSafely<O>(run: Run<O>, options: O): Promise<object | undefined> {
  return run(options)
}
