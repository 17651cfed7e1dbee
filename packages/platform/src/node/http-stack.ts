import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { AppError } from '@photolift/contracts'
import type { HttpRequest, HttpResponse, HttpStack } from '../ports/http-stack.js'
import { MultipartForm } from './multipart-form.js'

/** HTTP through `node:http` and `node:https`: their requests tell how much has been handed over, which `fetch` does not. */
export const nodeHttpStack: HttpStack = {
  send({ method, headers = {}, body, timeoutMs = 60_000, ...target }) {
    const bytes = typeof body === 'object' ? new Uint8Array(body) : new TextEncoder().encode(body)
    const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(bytes.length) }
    return exchange({ ...target, method, headers: { ...headers, ...length }, timeoutMs }, async (request) => {
      request.end(bytes)
    })
  },

  postForm: ({ timeoutMs = 600_000, onProgress, ...form }) => {
    const multipart = new MultipartForm(form)
    const headers = { 'content-type': multipart.contentType, 'content-length': String(multipart.byteLength) }
    return exchange({ ...form, method: 'POST', headers, timeoutMs }, async (request) => {
      for await (const { bytes, photoBytes } of multipart.chunks()) {
        if (request.destroyed) return
        await write(request, bytes)
        if (photoBytes !== undefined) onProgress?.(photoBytes)
      }
      request.end()
    })
  },
}

type Exchange = Pick<HttpRequest, 'method' | 'url' | 'signal'> & {
  headers: Record<string, string>
  timeoutMs: number
}

function exchange(
  { url, method, headers, timeoutMs, signal }: Exchange,
  sendBody: (request: ClientRequest) => Promise<void>,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (signal?.cancelled) return reject(new AppError('CANCELLED', 'the request was cancelled'))
    const request = open(url, { method, headers })
    const timer = setTimeout(() => {
      request.destroy(new AppError('NETWORK_TIMEOUT', `no answer within ${timeoutMs} ms`))
    }, timeoutMs)
    const stopListening = signal?.onCancel(() => {
      request.destroy(new AppError('CANCELLED', 'the request was cancelled'))
    })
    const settled = () => {
      clearTimeout(timer)
      stopListening?.()
    }
    const fail = (error: unknown) => {
      settled()
      request.destroy()
      reject(toAppError(error))
    }

    request.on('error', fail)
    request.on('response', (response) => {
      // From here on an answer counts, also where the server gave it before it had read the whole body.
      request.off('error', fail).on('error', () => {})
      read(response).then((answer) => {
        settled()
        resolve(answer)
      }, fail)
    })
    sendBody(request).catch(fail)
  })
}

function open(url: string, options: RequestOptions): ClientRequest {
  return url.startsWith('https:') ? requestHttps(url, options) : requestHttp(url, options)
}

async function read(response: IncomingMessage): Promise<HttpResponse> {
  const body = await text(response)
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const)
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body }
}

/** Resolves once the bytes are out of this process, or the request has ended otherwise. */
function write(request: ClientRequest, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    request.write(bytes, () => resolve())
  })
}

/** Whatever the socket says (ECONNREFUSED, ENOTFOUND, ECONNRESET, …), no answer came. */
function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('NETWORK_LOST', String(error), { cause: error })
}
