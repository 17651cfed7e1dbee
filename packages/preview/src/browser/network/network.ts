import type { ConditionStore } from '../state/condition-store.js'
import type { Stage } from '../state/stage.js'
import { ApiFailure } from '../wx/api.js'
import { ShapedProgress } from './shaped-progress.js'
import { type Answer, Transfer, type TransferOptions } from './transfer.js'

export type Call = Omit<TransferOptions, 'network' | 'id'>

/** A call that runs. */
export interface RunningCall {
  readonly answer: Promise<Answer>
  abort(): void
}

const OFFLINE = '-106:net::ERR_INTERNET_DISCONNECTED'
const NETWORK_CHANGED = '-21:net::ERR_NETWORK_CHANGED'
/** "errno 600001 cronet error", "600003 interrupted" (errno table of the network guide). */
const CRONET_ERROR = 600001
const INTERRUPTED = 600003

/**
 * The phone's network: sends for `wx`, and cuts what is under way when the phone goes offline or the app is suspended.
 * A browser opens six connections to one origin where WeChat allows ten calls: what is over waits in the browser.
 */
export class Network {
  readonly #conditions: ConditionStore
  readonly #stage: Stage
  readonly #running = new Set<Transfer>()
  readonly #progress = new ShapedProgress()
  #count = 0

  constructor(conditions: ConditionStore, stage: Stage) {
    this.#conditions = conditions
    this.#stage = stage
    conditions.onChange('network', (network) => {
      if (network === 'none') this.#cut(new ApiFailure(NETWORK_CHANGED, CRONET_ERROR))
    })
    stage.onSuspend(() => this.#cut(new ApiFailure('interrupted', INTERRUPTED)))
  }

  /** Starts a call. Its answer fails at once where the phone is offline or the app in the background. */
  start(call: Call): RunningCall {
    const { network } = this.#conditions.now
    if (!this.#stage.isForeground) return refused(new ApiFailure('interrupted', INTERRUPTED))
    if (network === 'none') return refused(new ApiFailure(OFFLINE, CRONET_ERROR))

    const id = String(++this.#count)
    const { onUploadProgress, stopWatching } = this.#reportProgress(id, call, network !== 'wifi')
    const transfer = new Transfer({ ...call, ...(onUploadProgress ? { onUploadProgress } : {}), network, id })
    this.#running.add(transfer)
    const answer = transfer.answer.finally(() => {
      this.#running.delete(transfer)
      stopWatching()
    })
    return { answer, abort: () => transfer.stop(new ApiFailure('abort')) }
  }

  /** Over a shaped network the server counts the bytes sent, and the browser says only how many there are. */
  #reportProgress(id: string, { onUploadProgress }: Call, isShaped: boolean) {
    if (!onUploadProgress || !isShaped) return { onUploadProgress, stopWatching: () => undefined }
    let total = 0
    const stopWatching = this.#progress.watch(id, (sent) => {
      if (total > 0) onUploadProgress(Math.min(sent, total), total)
    })
    const learnTotal = (_: number, length: number) => {
      total = length
    }
    return { onUploadProgress: learnTotal, stopWatching }
  }

  #cut(reason: ApiFailure): void {
    for (const transfer of this.#running) transfer.stop(reason)
  }
}

function refused(reason: ApiFailure): RunningCall {
  return { answer: Promise.reject(reason), abort: () => undefined }
}
