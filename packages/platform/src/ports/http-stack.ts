import type { CancelSignal } from './cancel-signal.js'
import type { PhotoSource } from './photo-source.js'

export interface HttpRequest {
  /** What `wx.request` and `wx.cloud.callContainer` both know. */
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: string | ArrayBuffer
  /** Default 60 000, the mini-program's own. */
  timeoutMs?: number
  signal?: CancelSignal
}

export interface HttpResponse {
  /** Any status is an answer, 500 included. */
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

/** A form with one photo: the fields in their order, then the file. */
export interface FormPost {
  url: string
  fields: Record<string, string>
  /** Name of the file part. */
  fileField: string
  photo: PhotoSource
  /** Photo bytes handed to the network so far, never more than `photo.byteLength`; may come late, or not at all. */
  onProgress?: (bytesSent: number) => void
  /** Default 600 000. */
  timeoutMs?: number
  signal?: CancelSignal
}

/**
 * HTTP as this platform does it.
 *
 * Both calls reject with AppError when no answer came: NETWORK_LOST, NETWORK_TIMEOUT, NETWORK_INTERRUPTED (the app went to
 * the background), HOST_NOT_ALLOWED, CANCELLED, and NOT_READY where something in between says that the service is starting;
 * `postForm` also with PHOTO_UNREADABLE.
 */
export interface HttpStack {
  send(request: HttpRequest): Promise<HttpResponse>
  postForm(form: FormPost): Promise<HttpResponse>
}
