import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** What became of a request: an answer, or the code of the error that the client saw, such as `ECONNRESET`. */
export interface Outcome {
  status?: number
  headers?: NodeJS.Dict<string | string[]>
  body?: string
  errorCode?: string
  durationMs: number
}

export interface Probe {
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Gives up after so long without an answer; the outcome is then `TIMED_OUT`. */
  timeoutMs?: number
}

/** Sends a request over a connection of its own, since a broken connection is what is looked for. */
export async function probe(options: Probe): Promise<Outcome> {
  const startedAtMs = performance.now()
  const result = await exchange(options).catch((error: unknown) => ({ errorCode: errorCode(error) }))
  return { ...result, durationMs: performance.now() - startedAtMs }
}

async function exchange({ url, method = 'GET', headers = {}, body, timeoutMs }: Probe) {
  const request = httpRequest(url, { method, headers, agent: false })
  if (timeoutMs !== undefined) {
    request.setTimeout(timeoutMs, () => request.destroy(Object.assign(new Error('no answer'), { code: 'TIMED_OUT' })))
  }
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  // A connection may break after the answer has begun; that is then the outcome, and the request's own error is the same.
  request.on('error', () => {})
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}

function errorCode(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code)
}
