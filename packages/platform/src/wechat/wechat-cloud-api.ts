import type { Callbacks, WechatFailure } from './wechat-api.js'

/** What the adapter uses of `wx.cloud`, in its own words; checked like `WechatApi`. */
export interface WechatCloudApi {
  cloud: {
    /** Of `wx.cloud` it returns nothing, of a `wx.cloud.Cloud` instance a promise. */
    init(options: { env: string }): unknown
    /** There is no task to abort: a call that nobody waits for any more runs on. */
    callContainer(options: ContainerCallOptions): unknown
  }
}

export interface ContainerCallOptions extends Callbacks<ContainerAnswer> {
  fail?: (failure: CloudFailure) => void
  config: { env: string }
  /** With its query, percent-encoded; starts with `/`. */
  path: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  header: Record<string, string>
  data?: string | ArrayBuffer
  dataType: string
  responseType: 'text'
  timeout: number
}

export interface ContainerAnswer {
  statusCode: number
  header: Record<string, string>
  data: string | ArrayBuffer | object
}

/** Where the number stands differs between clients: in `errCode`, in `errno`, or in the words alone. */
export interface CloudFailure extends WechatFailure {
  errCode?: number
}
