import type { Answer } from '../network/transfer.js'
import { ApiFailure, type Callbacks } from './api.js'
import { Listeners } from './listeners.js'
import { checkUrl, createTask, timeoutOf, toHeaders } from './network-call.js'
import type { Phone } from './phone.js'

interface DownloadOptions extends Callbacks {
  readonly url: string
  readonly filePath?: string
  readonly header?: Readonly<Record<string, unknown>>
  readonly timeout?: number
}

interface DownloadProgress {
  /** Whole percents; 0 while the length is not known. */
  readonly progress: number
  readonly totalBytesWritten: number
  readonly totalBytesExpectedToWrite: number
}

/** Larger downloads fail (wx.downloadFile: 200 MB). */
const MAX_BYTES = 200 * 1024 * 1024

/** wx.downloadFile: a GET into a temporary file. */
export function downloadFileApi(phone: Phone) {
  return {
    downloadFile(options: DownloadOptions) {
      if (options.filePath !== undefined) throw new Error('wx.downloadFile({ filePath }) is not in the preview')
      const progress = new Listeners<DownloadProgress>()
      const task = createTask({
        phone,
        name: 'downloadFile',
        options,
        prepare: () => ({
          via: 'request',
          carries: 'download',
          target: checkUrl(options.url),
          method: 'GET',
          headers: toHeaders(options.header),
          body: null,
          timeoutMs: timeoutOf(phone, 'downloadFile', options.timeout),
          onDownloadProgress: (received, total) =>
            progress.tell({
              progress: total > 0 ? Math.floor((received / total) * 100) : 0,
              totalBytesWritten: received,
              totalBytesExpectedToWrite: total,
            }),
        }),
        toResult: (answer) => keep(phone, answer),
      })
      return { ...task, onProgressUpdate: progress.add, offProgressUpdate: progress.remove }
    },
  }
}

function keep({ files }: Phone, { statusCode, header, body }: Answer): object {
  if (body.byteLength > MAX_BYTES) throw new ApiFailure('exceed max file size', 603301)
  const contentType = Object.entries(header).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const type = contentType.split(';')[0] ?? ''
  return { tempFilePath: files.addTemporary(new Blob([body], { type })), statusCode, header }
}
