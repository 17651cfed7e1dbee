import { ApiFailure, type Callbacks } from './api.js'
import { type CallData, toBody, toResult, withQuery } from './call-data.js'
import { checkUrl, createTask, timeoutOf, toHeaders } from './network-call.js'
import type { Phone } from './phone.js'

interface RequestOptions extends Callbacks {
  readonly url: string
  readonly method?: string
  readonly data?: CallData
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
    // Services take no PUT of bytes, object storage does.
    carries: method === 'PUT' ? 'file' : 'message',
    target: isBodyless ? withQuery(url, options.data) : url,
    method,
    headers,
    body: isBodyless ? null : toBody(options.data, headers['content-type']),
    timeoutMs: timeoutOf(phone, 'request', options.timeout),
  } as const
}
