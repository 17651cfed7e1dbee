/**
 * What the adapter uses of `wx`, in its own words, so that a test can stand in for it. WeChat's typings are checked against
 * it in `test/wechat-typings.test.ts`.
 */
export interface WechatApi {
  request(options: WechatRequestOptions): { abort(): void }
  /** Unlike most of `wx` this returns no Promise, with or without callbacks. */
  uploadFile(options: WechatUploadOptions): WechatUploadTask
  /** Where the mini-program may write: files that outlive it. */
  readonly env: { readonly USER_DATA_PATH: string }
  getFileSystemManager(): WechatFileSystem
  getStorage(options: Callbacks<{ data: unknown }> & { key: string }): unknown
  setStorage(options: Callbacks<unknown> & { key: string; data: string }): unknown
  removeStorage(options: Callbacks<unknown> & { key: string }): unknown
  getNetworkType(options: Callbacks<{ networkType: string }>): unknown
  onNetworkStatusChange(listener: (result: { isConnected: boolean; networkType: string }) => void): void
  onAppHide(listener: () => void): void
  offAppHide(listener: () => void): void
  onAppShow(listener: () => void): void
  offAppShow(listener: () => void): void
  login(options: Callbacks<{ code: string }>): unknown
}

/** What `fail` gets. `errno` is missing on some clients, and the words differ: see `wechat-error.ts`. */
export interface WechatFailure {
  errMsg: string
  errno?: number
}

export interface Callbacks<Result> {
  success?: (result: Result) => void
  fail?: (failure: WechatFailure) => void
}

export interface WechatRequestOptions
  extends Callbacks<{ statusCode: number; header: Record<string, string>; data: string | ArrayBuffer | object }> {
  url: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  header: Record<string, string>
  data?: string | ArrayBuffer
  /** Anything but `json`: with `json`, the default, the answer comes parsed or, when that fails, as text. */
  dataType: string
  responseType: 'text'
  timeout: number
}

export interface WechatUploadOptions extends Callbacks<{ statusCode: number; data: string }> {
  url: string
  filePath: string
  name: string
  formData: Record<string, string>
  timeout: number
}

export interface WechatUploadTask {
  abort(): void
  onProgressUpdate(listener: (update: WechatProgress) => void): void
  onHeadersReceived(listener: (result: { header: Record<string, string> }) => void): void
}

export interface WechatProgress {
  totalBytesSent: number
  totalBytesExpectedToSend: number
}

export interface WechatFileSystem {
  readFile(
    options: Callbacks<{ data: string | ArrayBuffer }> & { filePath: string; position: number; length: number },
  ): void
  getFileInfo(options: Callbacks<{ size: number; digest: string }> & { filePath: string; digestAlgorithm: 'md5' }): void
  copyFile(options: Callbacks<unknown> & { srcPath: string; destPath: string }): void
  writeFile(options: Callbacks<unknown> & { filePath: string; data: ArrayBuffer }): void
  unlink(options: Callbacks<unknown> & { filePath: string }): void
  /** The names alone. */
  readdir(options: Callbacks<{ files: string[] }> & { dirPath: string }): void
  /** `stats` is a list where a folder is asked for with all that is in it. */
  stat(options: Callbacks<{ stats: { size: number } | readonly object[] }> & { path: string }): void
}
