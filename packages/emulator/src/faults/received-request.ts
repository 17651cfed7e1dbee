import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { Fault } from './fault.js'
import { cutAfter, paced } from './shape-stream.js'

/**
 * The request as the handler sees it when a fault shapes its body: slower, or cut short. Where no fault does, it is
 * the request itself.
 */
export function receivedRequest(request: IncomingMessage, fault: Fault, signal: AbortSignal): IncomingMessage {
  const { bandwidthBytesPerSecond, resetAfterBytes } = fault
  if (bandwidthBytesPerSecond === undefined && resetAfterBytes === undefined) return request

  let body: AsyncIterable<Buffer> = request
  if (bandwidthBytesPerSecond !== undefined) body = paced(body, { bytesPerSecond: bandwidthBytesPerSecond, signal })
  const { socket } = request
  if (resetAfterBytes !== undefined) body = cutAfter(body, resetAfterBytes, () => resetConnection(socket))
  return withBody(request, body)
}

function resetConnection(socket: Socket): never {
  socket.resetAndDestroy()
  throw Object.assign(new Error('the connection was reset by a fault'), { code: 'ECONNRESET' })
}

/** Node offers no way to replace a request's body; this is the part of an IncomingMessage that a handler reads. */
function withBody(request: IncomingMessage, body: AsyncIterable<Buffer>): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, socket } = request
  const shaped = Readable.from(body, { objectMode: false })
  // Like a real request, a broken one that nobody reads is no uncaught error.
  shaped.on('error', () => {})
  return Object.assign(shaped, { method, url, headers, rawHeaders, httpVersion, socket }) as IncomingMessage
}
