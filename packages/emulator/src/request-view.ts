import type { IncomingMessage, ServerResponse } from 'node:http'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** What the emulated services must ask per request, because a fault may bend it for that request alone. */
export interface RequestView {
  /** Milliseconds since the epoch, moved by `Fault.clockSkewSeconds`. */
  nowMs(request: IncomingMessage): number
  /** True under `Fault.expireTokens`. */
  tokensExpired(request: IncomingMessage): boolean
}
