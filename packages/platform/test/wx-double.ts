import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Callbacks, WechatApi, WechatFailure, WechatProgress } from '../src/wechat/wechat-api.js'

const STORAGE_KEY_BYTES = 1024 * 1024

const FULL = { errno: 1300202 }

/**
 * Stands in for `wx` over real HTTP and real files, with the shapes of success and failure that phones have: answers are
 * text, header names are as the server spelt them, progress counts the form, `uploadFile` gives no Promise and no headers.
 */
export class WxDouble implements WechatApi {
  /** What `wx.getStorage` reads; hand it to another double for a restart. */
  readonly storage: Map<string, unknown>
  readonly #listeners = {
    network: new Set<(result: { isConnected: boolean; networkType: string }) => void>(),
    hide: new Set<() => void>(),
    show: new Set<() => void>(),
  }
  isConnected = true
  readonly env: { readonly USER_DATA_PATH: string }
  /** Of all files in user space together. */
  userSpaceBytes = 200 * 1024 * 1024
  /** While it is connected. */
  networkType = 'wifi'
  /** The next login fails with it. */
  loginFailure: WechatFailure | undefined

  /** @param userSpace a folder; hand it to another double for a restart */
  constructor(storage = new Map<string, unknown>(), userSpace = '') {
    this.storage = storage
    this.env = { USER_DATA_PATH: userSpace }
  }

  request(options: Parameters<WechatApi['request']>[0]) {
    const body = typeof options.data === 'object' ? new Uint8Array(options.data) : options.data
    return exchange('request', {
      ...options,
      body,
      onAnswer: ({ statusCode, header, data }) => options.success?.({ statusCode, header, data }),
    })
  }

  uploadFile(options: Parameters<WechatApi['uploadFile']>[0]) {
    const progressListeners: ((update: WechatProgress) => void)[] = []
    const headersListeners: ((result: { header: Record<string, string> }) => void)[] = []
    let abort = () => {}
    multipart(options).then(
      ({ contentType, body }) => {
        const exchanged = exchange('uploadFile', {
          ...options,
          method: 'POST',
          header: { 'content-type': contentType, 'content-length': String(body.length) },
          body,
          onSent: (totalBytesSent) => {
            const update = { totalBytesSent, totalBytesExpectedToSend: body.length }
            for (const listener of progressListeners) listener(update)
          },
          onAnswer: ({ statusCode, header, data }) => {
            for (const listener of headersListeners) listener({ header })
            options.success?.({ statusCode, data })
          },
        })
        abort = exchanged.abort
      },
      () => options.fail?.({ errMsg: 'uploadFile:fail file not found' }),
    )
    return {
      abort: () => abort(),
      onProgressUpdate: (listener: (update: WechatProgress) => void) => void progressListeners.push(listener),
      onHeadersReceived: (listener: (result: { header: Record<string, string> }) => void) =>
        void headersListeners.push(listener),
    }
  }

  getFileSystemManager() {
    const folder = this.env.USER_DATA_PATH
    const write = (path: string, bytes: Uint8Array): void => {
      const others = readdirSync(folder).filter((name) => join(folder, name) !== path)
      const taken = others.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
      // Half of it is there already when the phone finds that the rest does not fit.
      const fits = taken + bytes.length <= this.userSpaceBytes
      writeFileSync(path, fits ? bytes : bytes.subarray(0, bytes.length / 2))
      if (!fits) throw Object.assign(new Error('the maximum size of the file storage limit is exceeded'), FULL)
    }
    return {
      copyFile({ srcPath, destPath, ...callbacks }: Callbacks<unknown> & { srcPath: string; destPath: string }) {
        answer(callbacks, 'copyFile', () => write(destPath, readFileSync(srcPath)))
      },
      writeFile({ filePath, data, ...callbacks }: Callbacks<unknown> & { filePath: string; data: ArrayBuffer }) {
        answer(callbacks, 'writeFile', () => write(filePath, new Uint8Array(data)))
      },
      unlink({ filePath, ...callbacks }: Callbacks<unknown> & { filePath: string }) {
        answer(callbacks, 'unlink', () => unlinkSync(filePath))
      },
      readdir({ dirPath, ...callbacks }: Callbacks<{ files: string[] }> & { dirPath: string }) {
        answer(callbacks, 'readdir', () => ({ files: readdirSync(dirPath) }))
      },
      stat({ path, ...callbacks }: Callbacks<{ stats: { size: number } }> & { path: string }) {
        answer(callbacks, 'stat', () => ({ stats: { size: statSync(path).size } }))
      },
      readFile({ filePath, position, length, ...callbacks }: ReadFileOptions) {
        answer(callbacks, 'readFile', () => {
          const bytes = readFileSync(filePath)
          if (position + length > bytes.length) throw Object.assign(new Error('out of range'), { errno: 1301009 })
          return { data: new Uint8Array(bytes.subarray(position, position + length)).buffer }
        })
      },
      getFileInfo({ filePath, ...callbacks }: Callbacks<{ size: number; digest: string }> & { filePath: string }) {
        answer(callbacks, 'getFileInfo', () => {
          const bytes = readFileSync(filePath)
          return { size: bytes.length, digest: createHash('md5').update(bytes).digest('hex') }
        })
      },
    }
  }

  getStorage({ key, ...callbacks }: Parameters<WechatApi['getStorage']>[0]): void {
    answer(callbacks, 'getStorage', () => {
      if (!this.storage.has(key)) throw new Error('data not found')
      return { data: this.storage.get(key) }
    })
  }

  setStorage({ key, data, ...callbacks }: Parameters<WechatApi['setStorage']>[0]): void {
    answer(callbacks, 'setStorage', () => {
      if (data.length > STORAGE_KEY_BYTES) throw new Error('exceed max size')
      return this.storage.set(key, data)
    })
  }

  removeStorage({ key, ...callbacks }: Parameters<WechatApi['removeStorage']>[0]): void {
    answer(callbacks, 'removeStorage', () => this.storage.delete(key))
  }

  getNetworkType(callbacks: Callbacks<{ networkType: string }>): void {
    answer(callbacks, 'getNetworkType', () => this.#networkStatus())
  }

  onNetworkStatusChange(listener: (result: { isConnected: boolean; networkType: string }) => void): void {
    this.#listeners.network.add(listener)
  }

  onAppHide(listener: () => void): void {
    this.#listeners.hide.add(listener)
  }

  offAppHide(listener: () => void): void {
    this.#listeners.hide.delete(listener)
  }

  onAppShow(listener: () => void): void {
    this.#listeners.show.add(listener)
  }

  offAppShow(listener: () => void): void {
    this.#listeners.show.delete(listener)
  }

  login({ success, fail }: Callbacks<{ code: string }>): void {
    if (this.loginFailure !== undefined) fail?.(this.loginFailure)
    else success?.({ code: 'code-xiaoming-1' })
  }

  connect(isConnected: boolean): void {
    this.isConnected = isConnected
    this.#tellNetwork()
  }

  switchTo(networkType: string): void {
    this.networkType = networkType
    this.#tellNetwork()
  }

  #tellNetwork(): void {
    for (const listener of this.#listeners.network) listener(this.#networkStatus())
  }

  #networkStatus(): { isConnected: boolean; networkType: string } {
    return { isConnected: this.isConnected, networkType: this.isConnected ? this.networkType : 'none' }
  }

  hide(): void {
    for (const listener of this.#listeners.hide) listener()
  }

  show(): void {
    for (const listener of this.#listeners.show) listener()
  }
}

type ReadFileOptions = Callbacks<{ data: string | ArrayBuffer }> & {
  filePath: string
  position: number
  length: number
}

interface Exchange {
  url: string
  method: string
  header: Record<string, string>
  timeout: number
  body: string | Uint8Array | undefined
  fail?: (failure: WechatFailure) => void
  onSent?: (bytes: number) => void
  onAnswer: (answer: { statusCode: number; header: Record<string, string>; data: string }) => void
}

function exchange(api: string, { url, method, header, timeout, body, fail, onSent, onAnswer }: Exchange) {
  let failure: WechatFailure = { errMsg: `${api}:fail -101:net::ERR_CONNECTION_RESET`, errno: 600001 }
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  const request = requestHttp(url, { method, headers: { ...header, ...length } }, (response) => {
    readAnswer(response).then(onAnswer, () => fail?.(failure))
  })
  request.on('error', () => fail?.(failure))
  request.on('close', () => clearTimeout(timer))
  const end = (reason: WechatFailure) => {
    failure = reason
    request.destroy(new Error(reason.errMsg))
  }
  const timer = setTimeout(() => end({ errMsg: `${api}:fail timeout`, errno: 5 }), timeout)
  if (onSent !== undefined && body !== undefined) {
    for (let sent = 0; sent < body.length; sent += 65_536) {
      const until = Math.min(sent + 65_536, body.length)
      request.write(body.slice(sent, until), () => onSent(until))
    }
    request.end()
  } else request.end(body)
  return { abort: () => end({ errMsg: `${api}:fail abort` }) }
}

async function readAnswer(response: IncomingMessage) {
  const data = await text(response)
  const header: Record<string, string> = {}
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    header[response.rawHeaders[index] ?? ''] = response.rawHeaders[index + 1] ?? ''
  }
  return { statusCode: response.statusCode ?? 0, header, data }
}

async function multipart({ filePath, name, formData }: Parameters<WechatApi['uploadFile']>[0]) {
  const file = new Blob([new Uint8Array(readFileSync(filePath))])
  const form = new FormData()
  for (const [field, value] of Object.entries(formData)) form.append(field, value)
  form.append(name, file, basename(filePath))
  const encoded = new Response(form)
  return {
    contentType: encoded.headers.get('content-type') ?? '',
    body: new Uint8Array(await encoded.arrayBuffer()),
  }
}

/** Calls back later, as a phone does, whatever becomes of the work. */
function answer<Result>(callbacks: Callbacks<Result>, api: string, work: () => Result): void {
  setImmediate(() => {
    try {
      callbacks.success?.(work())
    } catch (error) {
      const { message, code, errno } = error as NodeJS.ErrnoException
      const failure =
        code === 'ENOENT' ? { errMsg: `${api}:fail no such file or directory`, errno: 1300002 } : undefined
      callbacks.fail?.(failure ?? { errMsg: `${api}:fail ${message}`, ...(errno === undefined ? {} : { errno }) })
    }
  })
}
