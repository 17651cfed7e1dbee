import { AppError } from '@photolift/contracts'
import type { CancelSignal } from '../ports/cancel-signal.js'
import type { HttpResponse, HttpStack } from '../ports/http-stack.js'
import { BrowserPhotoSource } from './photo-source.js'

/** HTTP through XMLHttpRequest, which alone tells how much of a body has been sent. Other origins need to allow it by CORS. */
export const browserHttpStack: HttpStack = {
  send: ({ method, url, headers = {}, body = null, timeoutMs = 60_000, signal }) =>
    exchange({ method, url, headers, body, timeoutMs, ...(signal && { signal }) }),

  async postForm({ url, fields, fileField, photo, onProgress, timeoutMs = 600_000, signal }) {
    if (!(photo instanceof BrowserPhotoSource))
      throw new TypeError('a browser sends Blobs, so only a BrowserPhotoSource')
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    body.append(fileField, photo.blob)

    const onUpload = (event: ProgressEvent) => onProgress?.(photoBytes(event, photo.byteLength))
    try {
      return await exchange({ method: 'POST', url, headers: {}, body, timeoutMs, onUpload, ...(signal && { signal }) })
    } catch (error) {
      // A file that was deleted or changed after it was picked fails like a lost network; reading it tells the two apart.
      if (error instanceof AppError && error.code === 'NETWORK_LOST') await photo.slice(0, 1)
      throw error
    }
  },
}

interface Exchange {
  method: string
  url: string
  headers: Record<string, string>
  body: XMLHttpRequestBodyInit | null
  timeoutMs: number
  signal?: CancelSignal
  onUpload?: (event: ProgressEvent) => void
}

function exchange({ method, url, headers, body, timeoutMs, signal, onUpload }: Exchange): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (signal?.cancelled) return reject(new AppError('CANCELLED', 'the request was cancelled'))
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.timeout = timeoutMs
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    if (onUpload !== undefined) request.upload.addEventListener('progress', onUpload)

    const stopListening = signal?.onCancel(() => request.abort())
    request.addEventListener('loadend', () => stopListening?.())
    request.addEventListener('load', () =>
      resolve({
        status: request.status,
        headers: parseHeaders(request.getAllResponseHeaders()),
        body: request.responseText,
      }),
    )
    // The browser does not say why: offline, refused, reset, or not allowed by CORS.
    request.addEventListener('error', () => reject(new AppError('NETWORK_LOST', `no answer from ${url}`)))
    request.addEventListener('timeout', () =>
      reject(new AppError('NETWORK_TIMEOUT', `no answer within ${timeoutMs} ms`)),
    )
    request.addEventListener('abort', () => reject(new AppError('CANCELLED', 'the request was cancelled')))
    request.send(body)
  })
}

/** `loaded` and `total` count the form around the photo, too; its fields go first. */
function photoBytes({ loaded, total }: ProgressEvent, byteLength: number): number {
  return Math.min(byteLength, Math.max(0, loaded - Math.max(0, total - byteLength)))
}

/** One `name: value` a line, names in lower case already (XHR standard, getAllResponseHeaders). */
function parseHeaders(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
    }),
  )
}
