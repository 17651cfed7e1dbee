import { ApiFailure, type Callbacks } from './api.js'
import { Listeners } from './listeners.js'
import { checkUrl, createTask, timeoutOf, toHeaders } from './network-call.js'
import type { Phone } from './phone.js'

interface UploadOptions extends Callbacks {
  readonly url: string
  readonly filePath: string
  readonly name: string
  readonly header?: Readonly<Record<string, unknown>>
  readonly formData?: Readonly<Record<string, unknown>>
  readonly timeout?: number
}

interface UploadProgress {
  /** Whole percents. */
  readonly progress: number
  readonly totalBytesSent: number
  /** The form with all its fields, not the file alone. */
  readonly totalBytesExpectedToSend: number
}

/** wx.uploadFile: one file as multipart/form-data, the fields before it. Any status is a success; it returns a task. */
export function uploadFileApi(phone: Phone) {
  return {
    uploadFile(options: UploadOptions) {
      phone.requests.count += 1
      const progress = new Listeners<UploadProgress>()
      const onUploadProgress = (sent: number, total: number) =>
        progress.tell({
          progress: Math.floor((sent / total) * 100),
          totalBytesSent: sent,
          totalBytesExpectedToSend: total,
        })
      const task = createTask({
        phone,
        name: 'uploadFile',
        options,
        prepare: () => ({ ...prepare(phone, options), onUploadProgress }),
        toResult: ({ statusCode, header, body }) => ({ data: new TextDecoder().decode(body), statusCode, header }),
      })
      return { ...task, onProgressUpdate: progress.add, offProgressUpdate: progress.remove }
    },
  }
}

function prepare(phone: Phone, { url, filePath, name, header, formData, timeout }: UploadOptions) {
  if (!name) throw new ApiFailure('parameter error: parameter.name should be String instead of Undefined', 600005)
  if (!phone.files.has(filePath) || phone.files.isFolder(filePath)) throw new ApiFailure('file not found')

  const form = new FormData()
  for (const [field, value] of Object.entries(formData ?? {})) form.append(field, String(value))
  // The client's own name of the file: the app can choose neither it nor the type.
  form.append(name, phone.files.read(filePath), filePath.slice(filePath.lastIndexOf('/') + 1))

  // The client sets the content type, with the boundary in it.
  const { 'content-type': _, ...headers } = toHeaders(header)
  return {
    via: 'upload',
    carries: 'file',
    target: checkUrl(url),
    method: 'POST',
    headers,
    body: form,
    timeoutMs: timeoutOf(phone, 'uploadFile', timeout),
  } as const
}
