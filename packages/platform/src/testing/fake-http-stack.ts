import { AppError } from '@photolift/contracts'
import type { FormPost, HttpRequest, HttpResponse, HttpStack } from '../ports/http-stack.js'

/** One transfer under way, in the hands of a test. */
export interface FakeTransfer {
  readonly form: FormPost
  /** True once it was answered, failed or cancelled. */
  readonly ended: boolean
  /** Whether the other side has the bytes, whatever the app has heard. */
  readonly arrived: boolean
  progress(bytesSent: number): void
  /** The other side has the bytes; its answer is another matter. A 2xx says so by itself. */
  arrive(): void
  answer(response: Partial<HttpResponse>): void
  fail(error: AppError): void
}

export interface FakeHttpStackOptions {
  /** Answers `send`; default: 404 with an empty body. */
  onSend?: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>
  /** Sees each transfer as it starts; default: leaves it for the test to answer through `transfers`. */
  onTransfer?: (transfer: FakeTransfer) => void
}

/** An HttpStack that a test answers by hand. Cancelling rejects with CANCELLED, as on every platform. */
export class FakeHttpStack implements HttpStack {
  readonly requests: HttpRequest[] = []
  readonly transfers: FakeTransfer[] = []
  readonly #options: FakeHttpStackOptions

  constructor(options: FakeHttpStackOptions = {}) {
    this.#options = options
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request)
    if (request.signal?.cancelled) throw new AppError('CANCELLED', 'the request was cancelled')
    return this.#options.onSend?.(request) ?? { status: 404, headers: {}, body: '' }
  }

  postForm(form: FormPost): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      let ended = false
      let arrived = false
      const end = (settle: () => void) => {
        if (ended) return
        ended = true
        settle()
      }
      const transfer: FakeTransfer = {
        form,
        get ended() {
          return ended
        },
        progress(bytesSent) {
          if (!ended) form.onProgress?.(bytesSent)
        },
        get arrived() {
          return arrived
        },
        arrive() {
          arrived = true
        },
        answer(response) {
          const { status = 200 } = response
          end(() => {
            arrived ||= status >= 200 && status < 300
            resolve({ status, headers: {}, body: '', ...response })
          })
        },
        fail: (error) => end(() => reject(error)),
      }
      this.transfers.push(transfer)
      form.signal?.onCancel(() => transfer.fail(new AppError('CANCELLED', 'the transfer was cancelled')))
      if (!ended) this.#options.onTransfer?.(transfer)
    })
  }
}

/** An answer of our service. */
export function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}
