import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CosHandlerOptions } from './cos-handler.js'
import type { RequestTarget } from './request-target.js'
import type { TemporaryKeys } from './temporary-keys.js'

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
