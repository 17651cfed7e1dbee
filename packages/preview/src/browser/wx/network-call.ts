import type { Call, RunningCall } from '../network/network.js'
import type { Answer } from '../network/transfer.js'
import { ApiFailure, type Callbacks } from './api.js'
import { Listeners } from './listeners.js'
import type { Phone } from './phone.js'

const DEFAULT_TIMEOUT_MS = 60_000

type NetworkApi = 'request' | 'uploadFile' | 'downloadFile'

interface TaskOptions {
  readonly phone: Phone
  readonly name: NetworkApi
  readonly options: Callbacks
  /** What to send. What it throws is the reason why the call fails. */
  readonly prepare: () => Call
  readonly toResult: (answer: Answer) => object
}

/** Starts a call over the network and gives the app its task. */
export function createTask({ phone, name, options, prepare, toResult }: TaskOptions) {
  const headersReceived = new Listeners<{ header: Readonly<Record<string, string>> }>()
  let running: RunningCall | null = null

  const run = async () => {
    running = phone.network.start({ ...prepare(), onHeaders: (header) => headersReceived.tell({ header }) })
    return toResult(await running.answer)
  }
  phone.api.settle(phone.api.outcome(name, run()), options)

  return {
    abort: () => running?.abort(),
    onHeadersReceived: headersReceived.add,
    offHeadersReceived: headersReceived.remove,
  }
}

/**
 * The URL in ASCII, which a header can hold. What the app has encoded stays as it is: a signature may cover it.
 * @throws ApiFailure unless it is an absolute http(s) URL
 */
export function checkUrl(url: unknown): string {
  if (typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).href
  throw new ApiFailure(`invalid url "${String(url)}"`, 600009)
}

/** Header names in lower case, values as texts. */
export function toHeaders(header: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const pairs = Object.entries(header ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return Object.fromEntries(pairs)
}

/** The call's own timeout, that of app.json's `networkTimeout`, or 60 s. */
export function timeoutOf(phone: Phone, name: NetworkApi, timeout: number | undefined): number {
  return timeout ?? phone.app.config.networkTimeout[name] ?? DEFAULT_TIMEOUT_MS
}
