import type { Call, RunningCall } from '../network/network.js'
import type { Answer } from '../network/transfer.js'
import { ApiFailure, type Callbacks } from './api.js'
import type { Phone } from './phone.js'

const DEFAULT_TIMEOUT_MS = 60_000

type NetworkApi = 'request' | 'uploadFile' | 'downloadFile'
type HeadersListener = (event: { header: Readonly<Record<string, string>> }) => void

interface TaskOptions {
  readonly phone: Phone
  readonly name: NetworkApi
  readonly options: Callbacks
  /** What to send. What it throws is the reason why the call fails. */
  readonly prepare: () => Call | Promise<Call>
  readonly toResult: (answer: Answer) => object
}

/** Starts a call over the network and gives the app its task. */
export function createTask({ phone, name, options, prepare, toResult }: TaskOptions) {
  const headersListeners = new Set<HeadersListener>()
  let running: RunningCall | null = null
  let isAborted = false

  const run = async () => {
    const call = await prepare()
    if (isAborted) throw new ApiFailure('abort')
    running = phone.network.start({
      ...call,
      onHeaders: (header) => {
        for (const listener of headersListeners) listener({ header })
      },
    })
    return toResult(await running.answer)
  }
  phone.api.settle(phone.api.outcome(name, run()), options)

  return {
    abort() {
      isAborted = true
      running?.abort()
    },
    onHeadersReceived: (listener: HeadersListener) => void headersListeners.add(listener),
    offHeadersReceived: (listener?: HeadersListener) => remove(headersListeners, listener),
  }
}

/** Removes one listener, or all where none is given. */
export function remove<T>(listeners: Set<T>, listener?: T): void {
  if (listener === undefined) listeners.clear()
  else listeners.delete(listener)
}

/** @throws ApiFailure unless it is an absolute http(s) URL */
export function checkUrl(url: unknown): string {
  if (typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new ApiFailure(`invalid url "${String(url)}"`, 600009)
}

/** The call's own timeout, that of app.json's `networkTimeout`, or 60 s. */
export function timeoutOf(phone: Phone, name: NetworkApi, timeout: number | undefined): number {
  return timeout ?? phone.app.config.networkTimeout[name] ?? DEFAULT_TIMEOUT_MS
}
