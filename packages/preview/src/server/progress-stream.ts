import type { ServerResponse } from 'node:http'
import type { ProgressEvent } from '../forward-protocol.js'

/** Events are this far apart, as on a phone. */
const INTERVAL_MS = 100

/** Tells the open pages how many bytes of each shaped upload have left the phone. */
export class ProgressStream {
  readonly #pages = new Set<ServerResponse>()
  /** Of the uploads that go on, for a page that begins to listen when bytes have left already. */
  readonly #latest = new Map<string, ProgressEvent>()

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.flushHeaders()
    for (const event of this.#latest.values()) response.write(toText(event))
    this.#pages.add(response)
    response.once('close', () => this.#pages.delete(response))
  }

  /**
   * A function to be told of every piece that was sent.
   * @param answer of the upload, which ends with it
   */
  reporter(transfer: string, answer: ServerResponse): (bytes: number, isLast: boolean) => void {
    answer.once('close', () => this.#latest.delete(transfer))
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
    this.#latest.set(event.transfer, event)
    for (const response of this.#pages) response.write(toText(event))
  }
}

function toText(event: ProgressEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`
}
