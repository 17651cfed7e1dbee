import type { Answer } from '../network/transfer.js'
import { ApiFailure, type Callbacks } from './api.js'
import { checkUrl, createTask, timeoutOf, toHeaders } from './network-call.js'
import type { Phone } from './phone.js'

interface RequestOptions extends Callbacks {
  readonly url: string
  readonly method?: string
  readonly data?: string | object | ArrayBuffer
  readonly header?: Readonly<Record<string, unknown>>
  readonly timeout?: number
  readonly dataType?: string
  readonly responseType?: 'text' | 'arraybuffer'
}

/** wx.request knows no PATCH. */
const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']

/** wx.request: any status is a success, only a call without an answer fails. It returns a task, never a promise. */
export function requestApi(phone: Phone) {
  return {
    request(options: RequestOptions) {
      phone.requests.count += 1
      return createTask({
        phone,
        name: 'request',
        options,
        prepare: () => prepare(phone, options),
        toResult: (answer) => toResult(answer, options),
      })
    },
  }
}

function prepare(phone: Phone, options: RequestOptions) {
  const method = (options.method ?? 'GET').toUpperCase()
  if (!METHODS.includes(method)) throw new ApiFailure(`invalid method "${method}"`, 600005)
  const url = checkUrl(options.url)
  const headers = { 'content-type': 'application/json', ...toHeaders(options.header) }
  const isBodyless = method === 'GET' || method === 'HEAD'
  return {
    via: 'request',
    url: isBodyless ? withQuery(url, options.data) : url,
    method,
    headers,
    body: isBodyless ? null : toBody(options.data, headers['content-type']),
    timeoutMs: timeoutOf(phone, 'request', options.timeout),
  } as const
}

function withQuery(url: string, data: RequestOptions['data']): string {
  if (data === undefined || data === null || data instanceof ArrayBuffer) return url
  const query = typeof data === 'string' ? data : toQuery(data)
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function toBody(data: RequestOptions['data'], contentType: string): string | ArrayBuffer | null {
  if (data === undefined || data === null) return null
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  return contentType.includes('application/x-www-form-urlencoded') ? toQuery(data) : JSON.stringify(data)
}

function toQuery(data: object): string {
  return Object.entries(data)
    .map(([name, value]) => {
      const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`
    })
    .join('&')
}

function toResult({ statusCode, header, cookies, body }: Answer, { responseType, dataType }: RequestOptions): object {
  if (responseType === 'arraybuffer') return { data: body, statusCode, header, cookies }
  const text = decode(body)
  return { data: (dataType ?? 'json') === 'json' ? parseLeniently(text) : text, statusCode, header, cookies }
}

function decode(body: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new ApiFailure('response data convert to UTF8 fail', 602302)
  }
}

/** A body that is no JSON stays text, without an error: that is WeChat's rule. */
function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
