import { type Conditions, faultsOf, type TransferFault } from '../../conditions.js'
import type { ConditionStore } from '../state/condition-store.js'
import type { Stage } from '../state/stage.js'
import { ApiFailure } from '../wx/api.js'
import { ShapedProgress } from './shaped-progress.js'
import { type Answer, Transfer, type TransferOptions } from './transfer.js'

export type Call = Omit<TransferOptions, 'network' | 'id' | 'fault'> & {
  /** A file on its way out or in, or else a message to a service. */
  readonly carries: 'file' | 'download' | 'message'
}

/** A call that runs. */
export interface RunningCall {
  readonly answer: Promise<Answer>
  abort(): void
}

const OFFLINE = '-106:net::ERR_INTERNET_DISCONNECTED'
const REFUSED = '-102:net::ERR_CONNECTION_REFUSED'
const RESET = '-101:net::ERR_CONNECTION_RESET'
const NETWORK_CHANGED = '-21:net::ERR_NETWORK_CHANGED'
/** "errno 600001 cronet error", "600003 interrupted" (errno table of the network guide). */
const CRONET_ERROR = 600001
const INTERRUPTED = 600003
/** The gateway of 云托管 reached no container. */
const CONTAINER_NOT_REACHED = 102002

/**
 * The phone's network: sends for `wx`, and cuts what is under way when the phone goes offline or the app is suspended.
 * A browser opens six connections to one origin where WeChat allows ten calls: what is over waits in the browser.
 */
export class Network {
  readonly #conditions: ConditionStore
  readonly #stage: Stage
  readonly #running = new Map<Transfer, Call>()
  readonly #progress = new ShapedProgress()
  #count = 0

  constructor(conditions: ConditionStore, stage: Stage) {
    this.#conditions = conditions
    this.#stage = stage
    let connection = connectionOf(conditions.now.network)
    conditions.onChange('network', (network) => {
      const before = connection
      connection = connectionOf(network)
      if (connection !== before) this.#cut(() => new ApiFailure(NETWORK_CHANGED, CRONET_ERROR))
    })
    conditions.onChange('service', (service) => {
      if (service === 'stopped') this.#cut((call) => (call.carries === 'message' ? notReached(call, RESET) : null))
    })
    stage.onSuspend(() => this.#cut(() => new ApiFailure('interrupted', INTERRUPTED)))
  }

  /** Starts a call. Its answer fails at once where the phone is offline or the app in the background. */
  start(call: Call): RunningCall {
    const { network, service } = this.#conditions.now
    if (!this.#stage.isForeground) return refused(new ApiFailure('interrupted', INTERRUPTED))
    if (network === 'none') return refused(new ApiFailure(OFFLINE, CRONET_ERROR))
    if (call.carries === 'message' && service === 'stopped') return refused(notReached(call, REFUSED))
    const fault = call.carries === 'file' ? this.#nextFault() : undefined
    if (fault === 'silent') return { answer: new Promise(() => undefined), abort: () => undefined }

    const id = String(++this.#count)
    const isCountedByServer = network !== 'wifi' || fault !== undefined
    const { onUploadProgress, stopWatching } = this.#reportProgress(id, call, isCountedByServer)
    const transfer = new Transfer({ ...call, ...(onUploadProgress ? { onUploadProgress } : {}), network, id, fault })
    this.#running.set(transfer, call)
    const answer = transfer.answer.finally(() => {
      this.#running.delete(transfer)
      stopWatching()
    })
    return { answer, abort: () => transfer.stop(new ApiFailure('abort')) }
  }

  #nextFault(): TransferFault | undefined {
    const [fault, ...others] = faultsOf(this.#conditions.now)
    if (fault) this.#conditions.set({ faults: others.join(',') })
    return fault
  }

  /** Over a shaped network, and where a transfer goes wrong half way, the server counts the bytes sent, and the browser says only how many there are. */
  #reportProgress(id: string, { onUploadProgress }: Call, isCountedByServer: boolean) {
    if (!onUploadProgress || !isCountedByServer) return { onUploadProgress, stopWatching: () => undefined }
    let [sent, total] = [0, 0]
    const report = () => {
      if (sent > 0 && total > 0) onUploadProgress(Math.min(sent, total), total)
    }
    const stopWatching = this.#progress.watch(id, (counted) => {
      sent = counted
      report()
    })
    // Either may be known first, and the server may have nothing more to tell.
    const learnTotal = (_: number, length: number) => {
      if (total === 0) {
        total = length
        report()
      }
    }
    return { onUploadProgress: learnTotal, stopWatching }
  }

  /** @param reasonFor null for calls that go on */
  #cut(reasonFor: (call: Call) => ApiFailure | null): void {
    for (const [transfer, call] of this.#running) {
      const reason = reasonFor(call)
      if (reason) transfer.stop(reason)
    }
  }
}

/** Every mobile network is the same connection; no connection outlives a change between them and Wi-Fi. */
function connectionOf(network: Conditions['network']): 'wifi' | 'mobile' | 'none' {
  return network === 'wifi' || network === 'none' ? network : 'mobile'
}

/** Nobody listens where the service was. Of a container, its gateway tells. */
function notReached({ via }: Call, words: string): ApiFailure {
  return via === 'container'
    ? new ApiFailure('connect ECONNREFUSED', CONTAINER_NOT_REACHED)
    : new ApiFailure(words, CRONET_ERROR)
}

function refused(reason: ApiFailure): RunningCall {
  return { answer: Promise.reject(reason), abort: () => undefined }
}
