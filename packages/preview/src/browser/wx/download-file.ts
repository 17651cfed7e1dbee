import { ApiFailure, type Callbacks } from './api.js'
import { checkUrl, createTask, remove, timeoutOf } from './network-call.js'
import type { Phone } from './phone.js'

interface DownloadOptions extends Callbacks {
  readonly url: string
  readonly filePath?: string
  readonly header?: Readonly<Record<string, unknown>>
  readonly timeout?: number
}

type ProgressListener = (event: {
  progress: number
  totalBytesWritten: number
  totalBytesExpectedToWrite: number
}) => void

/** Larger downloads fail (wx.downloadFile: 200 MB). */
const MAX_BYTES = 200 * 1024 * 1024

/** wx.downloadFile: a GET into a temporary file. */
export function downloadFileApi(phone: Phone) {
  return {
    downloadFile(options: DownloadOptions) {
      if (options.filePath !== undefined) throw new Error('wx.downloadFile({ filePath }) is not in the preview')
      const listeners = new Set<ProgressListener>()
      const onDownloadProgress = (received: number, total: number) => {
        const progress = total > 0 ? Math.floor((received / total) * 100) : 0
        for (const listener of listeners) {
          listener({ progress, totalBytesWritten: received, totalBytesExpectedToWrite: total })
        }
      }
      const headers = Object.fromEntries(
        Object.entries(options.header ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
      )
      const task = createTask({
        phone,
        name: 'downloadFile',
        options,
        prepare: () => ({
          via: 'request',
          url: checkUrl(options.url),
          method: 'GET',
          headers,
          body: null,
          timeoutMs: timeoutOf(phone, 'downloadFile', options.timeout),
          onDownloadProgress,
        }),
        toResult: ({ statusCode, header, body }) => {
          if (body.byteLength > MAX_BYTES) throw new ApiFailure('exceed max file size', 603301)
          const contentType = header[Object.keys(header).find((name) => name.toLowerCase() === 'content-type') ?? '']
          const type = contentType?.split(';')[0] ?? ''
          return { tempFilePath: phone.files.addTemporary(new Blob([body], { type })), statusCode, header }
        },
      })
      return {
        ...task,
        onProgressUpdate: (listener: ProgressListener) => void listeners.add(listener),
        offProgressUpdate: (listener?: ProgressListener) => remove(listeners, listener),
      }
    },
  }
}
