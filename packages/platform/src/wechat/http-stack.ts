import { AppError } from '@photolift/contracts'
import type { FormPost, HttpRequest, HttpResponse, HttpStack } from '../ports/http-stack.js'
import { lowerCased } from './lower-cased.js'
import { WechatPhotoSource } from './photo-source.js'
import type { WechatApi, WechatFailure, WechatProgress } from './wechat-api.js'
import { toAppError } from './wechat-error.js'

/** HTTP through `wx.request` and `wx.uploadFile`, whose hosts must be in the console's domain lists. */
export function createWechatHttpStack(wx: Pick<WechatApi, 'request' | 'uploadFile'>): HttpStack {
  return {
    send: (request) => send(wx, request),
    postForm: (form) => postForm(wx, form),
  }
}

function send(wx: Pick<WechatApi, 'request'>, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (request.signal?.cancelled) return reject(cancelled())
    let stopListening: (() => void) | undefined
    const task = wx.request({
      method: request.method,
      url: request.url,
      header: request.headers ?? {},
      ...(request.body === undefined ? {} : { data: request.body }),
      dataType: 'text',
      responseType: 'text',
      timeout: request.timeoutMs ?? 60_000,
      // `success` fires for every HTTP status, 500 included; callers read `status`.
      success: ({ statusCode, header, data }) => {
        stopListening?.()
        resolve({ status: statusCode, headers: lowerCased(header), body: data as string })
      },
      // `fail` means that no answer came.
      fail: (failure) => {
        stopListening?.()
        reject(request.signal?.cancelled ? cancelled(failure) : toAppError(failure))
      },
    })
    stopListening = request.signal?.onCancel(() => task.abort())
  })
}

function postForm(wx: Pick<WechatApi, 'uploadFile'>, form: FormPost): Promise<HttpResponse> {
  const { photo, signal } = form
  return new Promise((resolve, reject) => {
    if (!(photo instanceof WechatPhotoSource))
      throw new TypeError('wx.uploadFile sends files, so only a WechatPhotoSource')
    if (signal?.cancelled) return reject(cancelled())
    let headers: Record<string, string> = {}
    let stopListening: (() => void) | undefined
    const task = wx.uploadFile({
      url: form.url,
      filePath: photo.path,
      name: form.fileField,
      // Numbers and undefined would arrive as text ("undefined"); the port's fields are texts already.
      formData: form.fields,
      timeout: form.timeoutMs ?? 600_000,
      // Here too `success` fires for every status: COS's 403 and 503 arrive here, as XML in `data`.
      success: ({ statusCode, data }) => {
        stopListening?.()
        resolve({ status: statusCode, headers, body: data })
      },
      fail: (failure) => {
        stopListening?.()
        reject(signal?.cancelled ? cancelled(failure) : toAppError(failure))
      },
    })
    // `success` carries no headers in the documents; this is their only documented way out.
    task.onHeadersReceived(({ header }) => {
      headers = lowerCased(header)
    })
    task.onProgressUpdate((update) => form.onProgress?.(photoBytes(update, photo.byteLength)))
    stopListening = signal?.onCancel(() => task.abort())
  })
}

/**
 * Both counters include the form around the file on some clients («unconfirmed»). The fields go first, so what exceeds the
 * photo is taken off the front.
 */
function photoBytes({ totalBytesSent, totalBytesExpectedToSend }: WechatProgress, byteLength: number): number {
  const envelopeBytes = Math.max(0, totalBytesExpectedToSend - byteLength)
  return Math.min(byteLength, Math.max(0, totalBytesSent - envelopeBytes))
}

function cancelled(failure?: WechatFailure): AppError {
  return new AppError('CANCELLED', 'the request was cancelled', { cause: failure })
}
