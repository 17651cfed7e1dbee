import type { Conditions, TransferFault } from '../../conditions.js'
import { ANSWER, ASK, FORWARD_PATH, type TransportFault } from '../../forward-protocol.js'
import { ApiFailure } from '../wx/api.js'

export interface TransferOptions {
  readonly via: keyof typeof FORWARD_PATH
  /** An absolute URL, or the path where a container is called. */
  readonly target: string
  /** More headers of `ASK`. */
  readonly ask?: Readonly<Record<string, string>>
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: XMLHttpRequestBodyInit | null
  readonly timeoutMs: number
  readonly network: Conditions['network']
  /** Names the transfer in the server's progress events. */
  readonly id: string
  /** What the server lets go wrong. */
  readonly fault: TransferFault | undefined
  readonly onUploadProgress?: (sent: number, total: number) => void
  readonly onDownloadProgress?: (received: number, total: number) => void
  readonly onHeaders?: (header: Readonly<Record<string, string>>) => void
}

/** What the target answered, whatever its status. */
export interface Answer {
  readonly statusCode: number
  /** Names as the target wrote them. A header that came twice is joined with a comma. */
  readonly header: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: ArrayBuffer
}

/** One call over the network, through the preview's server. */
export class Transfer {
  readonly answer: Promise<Answer>
  readonly #xhr = new XMLHttpRequest()
  #stopWith: (reason: ApiFailure) => void = () => undefined

  constructor(options: TransferOptions) {
    this.answer = new Promise((resolve, reject) => {
      this.#stopWith = (reason) => {
        reject(reason)
        this.#xhr.abort()
      }
      this.#listen(options, resolve, reject)
    })
    this.#send(options)
  }

  /** Gives up. The answer fails with this reason unless it is there already. */
  stop(reason: ApiFailure): void {
    this.#stopWith(reason)
  }

  #send({ via, target, ask = {}, method, headers, body, timeoutMs, network, id, fault }: TransferOptions): void {
    const xhr = this.#xhr
    xhr.open('POST', FORWARD_PATH[via])
    xhr.responseType = 'arraybuffer'
    xhr.timeout = timeoutMs
    xhr.setRequestHeader(ASK.target, target)
    xhr.setRequestHeader(ASK.method, method)
    xhr.setRequestHeader(ASK.headers, encodeURIComponent(JSON.stringify(headers)))
    xhr.setRequestHeader(ASK.network, network)
    xhr.setRequestHeader(ASK.transfer, id)
    if (fault) xhr.setRequestHeader(ASK.fault, fault)
    for (const [name, value] of Object.entries(ask)) xhr.setRequestHeader(name, value)
    xhr.send(body)
  }

  #listen(options: TransferOptions, resolve: (answer: Answer) => void, reject: (reason: ApiFailure) => void): void {
    const xhr = this.#xhr
    const { onUploadProgress, onDownloadProgress, onHeaders } = options
    if (onUploadProgress) {
      xhr.upload.onprogress = (event) => onUploadProgress(event.loaded, event.total)
    }
    if (onDownloadProgress) xhr.onprogress = (event) => onDownloadProgress(event.loaded, event.total)
    xhr.onreadystatechange = () => {
      if (xhr.readyState !== XMLHttpRequest.HEADERS_RECEIVED || xhr.getResponseHeader(ANSWER.status) === null) return
      onHeaders?.(readHeaders(xhr).header)
    }
    xhr.onload = () => {
      const fault = readJsonHeader<TransportFault>(xhr, ANSWER.fault)
      if (fault) return reject(new ApiFailure(fault.reason, fault.errno))
      if (xhr.getResponseHeader(ANSWER.status) === null) {
        return reject(
          new ApiFailure(`the preview's server refused the call: ${new TextDecoder().decode(xhr.response)}`),
        )
      }
      resolve({
        statusCode: Number(xhr.getResponseHeader(ANSWER.status)),
        ...readHeaders(xhr),
        body: xhr.response as ArrayBuffer,
      })
    }
    // Chromium's words for a connection that broke; the browser itself tells a page no more than that.
    xhr.onerror = () => reject(new ApiFailure('-101:net::ERR_CONNECTION_RESET', 600001))
    xhr.ontimeout = () => reject(new ApiFailure('timeout', 5))
  }
}

function readHeaders(xhr: XMLHttpRequest): Pick<Answer, 'header' | 'cookies'> {
  const pairs = readJsonHeader<[string, string][]>(xhr, ANSWER.headers) ?? []
  const header: Record<string, string> = {}
  for (const [name, value] of pairs) header[name] = name in header ? `${header[name]}, ${value}` : value
  return { header, cookies: pairs.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value) }
}

function readJsonHeader<T>(xhr: XMLHttpRequest, name: string): T | null {
  const value = xhr.getResponseHeader(name)
  return value === null ? null : (JSON.parse(decodeURIComponent(value)) as T)
}
