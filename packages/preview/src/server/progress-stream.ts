import type { ServerResponse } from 'node:http'
import type { ProgressEvent } from '../forward-protocol.js'

/** Events are this far apart, as on a phone. */
const INTERVAL_MS = 100

/** Tells the open pages how many bytes of each shaped upload have left the phone. */
export class ProgressStream {
  readonly #pages = new Set<ServerResponse>()

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.flushHeaders()
    this.#pages.add(response)
    response.once('close', () => this.#pages.delete(response))
  }

  /** A function to be told of every piece that was sent. */
  reporter(transfer: string): (bytes: number, isLast: boolean) => void {
    let bytesSent = 0
    let reportedAt = 0
    return (bytes, isLast) => {
      bytesSent += bytes
      const now = Date.now()
      if (!isLast && now - reportedAt < INTERVAL_MS) return
      reportedAt = now
      this.#send({ transfer, bytesSent })
    }
  }

  close(): void {
    for (const response of this.#pages) response.end()
  }

  #send(event: ProgressEvent): void {
    for (const response of this.#pages) response.write(`data: ${JSON.stringify(event)}\n\n`)
  }
}
