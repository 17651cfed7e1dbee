import { request as httpRequest } from 'node:http'
import type { Readable } from 'node:stream'

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
  body?: string | Buffer | Readable
  /** Gives up after so long without an answer; the outcome is then `TIMED_OUT`. */
  timeoutMs?: number
}

/** Sends a request over a connection of its own, since a broken connection is what is looked for. */
export function probe({ url, method = 'GET', headers = {}, body, timeoutMs }: Probe): Promise<Outcome> {
  const startedAtMs = performance.now()
  const elapsed = () => performance.now() - startedAtMs
  return new Promise((resolve) => {
    const request = httpRequest(url, { method, headers, agent: false }, async (response) => {
      try {
        const chunks = await response.toArray()
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, durationMs: elapsed() })
      } catch (error) {
        resolve({ errorCode: errorCode(error), durationMs: elapsed() })
      }
    })
    request.on('error', (error) => resolve({ errorCode: errorCode(error), durationMs: elapsed() }))
    if (timeoutMs !== undefined) {
      request.setTimeout(timeoutMs, () => request.destroy(Object.assign(new Error('no answer'), { code: 'TIMED_OUT' })))
    }
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) request.end(body)
    else body.pipe(request)
  })
}

function errorCode(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code)
}
