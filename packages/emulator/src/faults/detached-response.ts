import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { PassThrough, type Readable } from 'node:stream'

export interface DetachedResponse {
  response: ServerResponse
  /** The whole answer as it would have gone over the connection, status line and headers included. */
  wire: Readable
}

/** A response that a handler fills as usual and whose bytes go where the caller leads them, not to the client. */
export function detachedResponse(request: IncomingMessage): DetachedResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  // Of a socket, a ServerResponse needs only what every duplex stream has.
  const wire = new PassThrough()
  response.assignSocket(wire as unknown as Socket)
  wire.on('drain', () => response.emit('drain'))
  response.once('finish', () => wire.end())
  return { response, wire }
}
