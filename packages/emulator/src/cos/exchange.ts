import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestTarget } from './request-target.js'
import type { ObjectStore } from './store/object-store.js'
import type { TemporaryKeys } from './temporary-keys.js'

/** What a handler of COS requests is made from. */
export interface CosHandlerOptions {
  /** Ends in `-<digits>`. */
  bucket: string
  region: string
  /** It may do everything. The bucket of a cloud environment has none. */
  permanentKey?: { secretId: string; secretKey: string }
  /** How loopback hosts name the bucket. Default `virtual-hosted`: everything after `/` is the key. */
  endpointStyle?: RequestTarget['addressing']
  store: ObjectStore
  /** Keys that were issued for a while; none when absent. */
  temporaryKeys?: TemporaryKeys
  /** The time against which expiry is judged, in milliseconds since the epoch; a fault may have moved it. */
  clock: { nowMs(request: IncomingMessage): number }
  /** True where a fault has every temporary key judged as expired. */
  tokensExpired(request: IncomingMessage): boolean
}

export interface CosService extends CosHandlerOptions {
  temporaryKeys: TemporaryKeys
}

/** One request and its answer, with what was found out about it on the way in. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  method: string
  target: RequestTarget
  /** The time against which this request is judged, in milliseconds since the epoch. */
  nowMs: number
  service: CosService
}

/** Like `Exchange`, for an operation that may run: its caller is known and allowed. */
export interface AuthorizedExchange extends Exchange {
  caller: Caller
}

export type Caller = { kind: 'anonymous' } | { kind: 'permanent-key' } | { kind: 'temporary-key'; secretId: string }
