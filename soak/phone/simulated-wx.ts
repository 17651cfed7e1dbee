import type { ConfirmationsRequest, UploadGrantsRequest } from '@photolift/contracts'
import type { WechatApi } from '@photolift/platform/wechat'
import type { FormFields } from '../cloud/bucket.ts'
import { readPartUrl } from '../cloud/parts.ts'
import type { CallKind, Ending } from '../network/call.ts'
import { WireCall } from '../network/wire-call.ts'
import type { World } from '../simulation/world.ts'
import { USER_SPACE } from './phone.ts'
import { createSimulatedFiles } from './simulated-files.ts'

export const SERVICE_URL = 'https://api.example.com'

const KEY_BYTES = 1024 * 1024
const STORAGE_BYTES = 10 * 1024 * 1024

/** A form is larger than its photo, and both counters say so on these clients. */
const FORM_BYTES = 600

const STORED_MS = 1

/** `wx` for the phone's present run, with the ways of real phones (docs of the mini-program; what is not in them is marked). */
export function createSimulatedWx(world: World): WechatApi {
  const { clock, line, phone, service, bucket } = world
  const run = phone.run
  const files = createSimulatedFiles(world)
  let loginCount = 0

  const later = (ms: number, piece: () => void): void => void clock.schedule(ms, () => run.hear(piece))

  function kindOf(method: string, path: string): CallKind {
    if (method !== 'POST') return 'other'
    if (path === '/v1/upload-grants') return 'authorize'
    return path === '/v1/confirmations' ? 'confirm' : 'other'
  }

  function aboutOf(kind: CallKind, body: string): string[] {
    if (kind === 'authorize') return (JSON.parse(body) as UploadGrantsRequest).photos.map(({ taskId }) => taskId)
    return kind === 'confirm' ? (JSON.parse(body) as ConfirmationsRequest).photoIds : []
  }

  function write(key: string, data: string): boolean {
    const others = [...phone.storage].reduce((sum, [name, value]) => sum + (name === key ? 0 : value.length), 0)
    if (phone.storageIsFull || data.length > KEY_BYTES || others + data.length > STORAGE_BYTES) return false
    phone.storage.set(key, data)
    phone.lastWrittenKey = key
    return true
  }

  return {
    request({ method, url, header, data, timeout, success, fail }) {
      const shared = {
        api: 'request' as const,
        timeoutMs: timeout,
        run,
        tell(ending: Ending) {
          if ('failure' in ending) fail?.(ending.failure)
          else success?.({ statusCode: ending.answer.status, header: ending.answer.headers, data: ending.answer.body })
        },
        // No progress is told of the bodies of requests.
        tellProgress() {},
      }
      if (data instanceof ArrayBuffer) {
        const part = readPartUrl(url)
        const slice = phone.slices.get(data)
        const { isUp, latencyMs } = bucket
        const call = new WireCall(world, {
          ...shared,
          kind: 'transfer',
          photoBytes: data.byteLength,
          about: [part.key],
          host: { name: new URL(url).origin, isUp, latencyMs, handle: () => bucket.putPart(part, slice) },
        })
        call.begin()
        return { abort: () => call.abort() }
      }
      const path = url.slice(SERVICE_URL.length)
      const request = {
        method,
        path,
        authorization: header['authorization'],
        body: typeof data === 'string' ? data : '',
      }
      const call = new WireCall(world, {
        ...shared,
        kind: kindOf(method, path),
        photoBytes: 0,
        about: aboutOf(kindOf(method, path), request.body),
        host: {
          name: SERVICE_URL,
          get isUp() {
            return service.isUp
          },
          get latencyMs() {
            return service.latencyMs
          },
          handle: () => service.handle(request),
        },
      })
      call.begin()
      return { abort: () => call.abort() }
    },

    uploadFile({ url, filePath, formData, timeout, success, fail }) {
      const headersListeners: ((result: { header: Record<string, string> }) => void)[] = []
      const progressListeners: ((update: { totalBytesSent: number; totalBytesExpectedToSend: number }) => void)[] = []
      const file = phone.files.get(filePath)
      if (file === undefined) {
        later(1, () => fail?.({ errMsg: 'uploadFile:fail file not found', errno: 1300002 }))
        return { abort() {}, onProgressUpdate() {}, onHeadersReceived() {} }
      }
      const call = new WireCall(world, {
        api: 'uploadFile',
        kind: 'transfer',
        about: [formData['key'] ?? ''],
        photoBytes: file.byteLength,
        timeoutMs: timeout,
        run,
        host: {
          name: url,
          isUp: bucket.isUp,
          latencyMs: bucket.latencyMs,
          handle: () => bucket.post(formData as unknown as FormFields, file),
        },
        tell(ending) {
          if ('failure' in ending) {
            fail?.(ending.failure)
            return
          }
          const { status, headers, body } = ending.answer
          for (const listener of headersListeners) listener({ header: headers })
          success?.({ statusCode: status, data: body })
        },
        tellProgress(bytesSent) {
          const update = {
            totalBytesSent: bytesSent + FORM_BYTES,
            totalBytesExpectedToSend: file.byteLength + FORM_BYTES,
          }
          for (const listener of progressListeners) listener(update)
        },
      })
      call.begin()
      return {
        abort: () => call.abort(),
        onProgressUpdate: (listener) => void progressListeners.push(listener),
        onHeadersReceived: (listener) => void headersListeners.push(listener),
      }
    },

    env: { USER_DATA_PATH: USER_SPACE },
    getFileSystemManager: () => files,

    getStorage({ key, success, fail }) {
      later(1, () => {
        const data = phone.storage.get(key)
        if (data === undefined) fail?.({ errMsg: 'getStorage:fail data not found' })
        else success?.({ data })
      })
    },

    setStorage({ key, data, success, fail }) {
      // Once it is called the system writes, whether the app lives to hear of it or not.
      clock.schedule(STORED_MS, () => {
        const isWritten = write(key, data)
        run.hear(() =>
          isWritten ? success?.({}) : fail?.({ errMsg: 'setStorage:fail exceed storage limit', errno: 1300202 }),
        )
      })
    },

    removeStorage({ key, success }) {
      clock.schedule(STORED_MS, () => {
        phone.storage.delete(key)
        run.hear(() => success?.({}))
      })
    },

    getNetworkType: ({ success }) => later(1, () => success?.({ networkType: line.status.networkType })),
    onNetworkStatusChange: (listener) => line.onChange((status) => run.hear(() => listener(status))),
    onAppHide: (listener) => void run.hideListeners.add(listener),
    offAppHide: (listener) => void run.hideListeners.delete(listener),
    onAppShow: (listener) => void run.showListeners.add(listener),
    offAppShow: (listener) => void run.showListeners.delete(listener),
    login: ({ success }) => later(40, () => success?.({ code: `code-${loginCount++}` })),
  }
}
