import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isNativeError } from 'node:util/types'
import type { RequestHandler } from './request-view.js'

const LOOPBACK = '127.0.0.1'

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  endpoint: string
  port: number
  /** Stops listening and cuts open connections. */
  close(): Promise<void>
}

/** The port that was asked for belongs to another process. */
export class PortInUseError extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} on ${LOOPBACK} is in use by another process.`)
  }
}

/**
 * Serves a handler on loopback only.
 *
 * @param port 0 takes a free one
 * @throws PortInUseError
 */
export async function listenOnLoopback(port: number, handler: RequestHandler): Promise<LoopbackServer> {
  const server = createServer((request, response) => void serve(handler, request, response))
  // A body may take as long as a slow link or a fault makes it take; the default would end it after five minutes.
  server.requestTimeout = 0

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port) : error),
    )
    server.listen(port, LOOPBACK, resolve)
  })

  const { port: boundPort } = server.address() as AddressInfo
  return {
    endpoint: `http://${LOOPBACK}:${boundPort}`,
    port: boundPort,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function serve(handler: RequestHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { socket } = request
  try {
    await handler(request, response)
  } catch (error) {
    if (socket.destroyed && isConnectionLoss(error)) return
    // A fault of the emulator itself: it must be seen, and the client must not wait.
    process.stderr.write(`${request.method} ${request.url}: ${isNativeError(error) ? error.stack : String(error)}\n`)
    if (!response.writableEnded) socket.destroy()
  }
}

/** What streams and timers throw when the client goes away, or when an injected fault cuts the connection. */
const CONNECTION_LOSS_CODES = ['ABORT_ERR', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']

function isConnectionLoss(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && CONNECTION_LOSS_CODES.includes(String(error.code))
}
