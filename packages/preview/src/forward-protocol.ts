/**
 * How the page asks the preview's server to send something for `wx`. A mini-program knows no CORS, a browser does, so
 * everything goes through the page's own origin. Requests are POSTs: a browser puts `Origin` on them, and no other
 * origin can add the headers without being asked about in a preflight, which the server does not answer.
 */
export const FORWARD_PATH = { request: '/__wx/request', upload: '/__wx/upload', container: '/__wx/container' } as const

/** Takes JSON of `CloudFilesQuestion`, gives JSON of `CloudFilesAnswer`. */
export const CLOUD_FILES_PATH = '/__wx/cloud-files'

/** Server-sent events: how many bytes of each shaped upload have left the phone. */
export const PROGRESS_PATH = '/__wx/progress'

/** Headers of the page's request. */
export const ASK = {
  /** The URL that the app gave; the path where a container is called. */
  target: 'x-wx-target',
  method: 'x-wx-method',
  /** The app's headers: JSON, percent-encoded. */
  headers: 'x-wx-headers',
  /** The network that the panel simulates. */
  network: 'x-wx-network',
  /** Names an upload in the progress events. */
  transfer: 'x-wx-transfer',
  /** A `TransferFault` that the server makes. */
  fault: 'x-wx-fault',
  /** Environment and service of the container that is called. */
  containerEnv: 'x-wx-container-env',
  containerService: 'x-wx-container-service',
  /** Who calls the container. */
  openid: 'x-wx-container-openid',
} as const

/** Headers of the server's answer. */
export const ANSWER = {
  /** The target's status. The answer's own differs for redirects, which the browser must not follow. */
  status: 'x-wx-status',
  /** The target's headers with their case kept: JSON, percent-encoded. */
  headers: 'x-wx-headers',
  /** Why no answer came: JSON of `TransportFault`, percent-encoded. */
  fault: 'x-wx-fault',
} as const

/** No answer came from the target. */
export interface TransportFault {
  /** The words after `<api>:fail `. */
  readonly reason: string
  readonly errno: number
}

export interface ProgressEvent {
  readonly transfer: string
  readonly bytesSent: number
}

/** Where are these files of the cloud for this person? */
export interface CloudFilesQuestion {
  readonly openid: string
  /** `cloud://…` */
  readonly fileIds: readonly string[]
}

/** One per file, in the order of the question. A file that this person cannot read has an error in place of the URL. */
export interface CloudFilesAnswer {
  readonly files: readonly { readonly fileId: string; readonly url?: string; readonly error?: string }[]
}
