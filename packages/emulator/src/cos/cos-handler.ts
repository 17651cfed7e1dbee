import type { IncomingMessage, ServerResponse } from 'node:http'
import { CosError } from './cos-error.js'
import { sendErrorAnswer, setCommonHeaders } from './error-answer.js'
import type { ObjectStore } from './store/object-store.js'
import type { TemporaryKeys } from './temporary-keys.js'

export interface CosHandlerOptions {
  /** Ends in `-<digits>`. */
  bucket: string
  region: string
  /** The permanent key pair: it may do everything. */
  secretId: string
  secretKey: string
  /** `host:port` texts under which the bucket itself answers: everything after `/` is the key. */
  endpointHosts(): string[]
  store: ObjectStore
  /** Keys that were issued for a while; empty when absent. */
  temporaryKeys?: TemporaryKeys
  /** The time against which expiry is judged, in milliseconds since the epoch; a fault may have moved it. */
  clock: { nowMs(request: IncomingMessage): number }
  /** True where a fault has every temporary key judged as expired. */
  tokensExpired(request: IncomingMessage): boolean
}

/** Answers requests as COS does. The promise resolves when the exchange is over and never rejects because of the client. */
export function createCosHandler(
  _options: CosHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    setCommonHeaders(response)
    const error = new CosError('NotImplemented', `${request.method} is not there yet`)
    sendErrorAnswer(response, { status: error.status, code: error.code, message: error.message, resource: '/' })
  }
}
