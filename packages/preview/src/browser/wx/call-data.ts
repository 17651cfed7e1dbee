import type { Answer } from '../network/transfer.js'
import { ApiFailure } from './api.js'

/** `data` of wx.request and wx.cloud.callContainer. */
export type CallData = string | object | ArrayBuffer

/** How the app wants the answer's body. */
interface Reading {
  readonly dataType?: string
  readonly responseType?: 'text' | 'arraybuffer'
}

/** The URL with the data of a call that has no body. */
export function withQuery(url: string, data: CallData | undefined): string {
  if (data === undefined || data === null || data instanceof ArrayBuffer) return url
  const query = typeof data === 'string' ? data : toQuery(data)
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

/** The body as it is sent: texts and bytes as they are, objects by the content type. */
export function toBody(data: CallData | undefined, contentType: string): string | ArrayBuffer | null {
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

/** What the app gets: text is parsed unless it asks otherwise. @throws ApiFailure unless it is UTF-8 */
export function toResult({ statusCode, header, cookies, body }: Answer, { responseType, dataType }: Reading) {
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
