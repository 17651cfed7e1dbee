import { PROGRESS_PATH, type ProgressEvent } from '../../forward-protocol.js'

/**
 * How far uploads over a simulated slow network are, as the server counts it. The browser's own progress would run
 * ahead: between it and the server lie socket buffers that swallow whole photos at once.
 */
export class ShapedProgress {
  readonly #listeners = new Map<string, (bytesSent: number) => void>()
  #events: EventSource | null = null

  /** Reports until the returned function is called. The stream is open only while someone watches. */
  watch(transfer: string, report: (bytesSent: number) => void): () => void {
    this.#listeners.set(transfer, report)
    this.#events ??= this.#open()
    return () => {
      this.#listeners.delete(transfer)
      if (this.#listeners.size > 0) return
      this.#events?.close()
      this.#events = null
    }
  }

  #open(): EventSource {
    const events = new EventSource(PROGRESS_PATH)
    events.onmessage = ({ data }) => {
      const { transfer, bytesSent } = JSON.parse(data as string) as ProgressEvent
      this.#listeners.get(transfer)?.(bytesSent)
    }
    return events
  }
}
