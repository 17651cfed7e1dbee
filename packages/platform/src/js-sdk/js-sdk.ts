/** What Photolift uses of `wx` in a page, as `weixin-js-sdk` 1.6 has it. The page hands it in: the library does harm outside WeChat. */
export interface JsSdk {
  config(options: ConfigOptions): void
  /** Runs when verification is over, **also when it failed**; from then on at once, whatever is verified anew meanwhile. */
  ready(callback: () => void): void
  /** The latest callback hears of each failed verification. */
  error(callback: (failure: JsSdkAnswer) => void): void
  checkJsApi(call: JsSdkCall<JsSdkAnswer> & { jsApiList: string[] }): void
  chooseImage(
    call: JsSdkCall<{ localIds?: unknown }> & {
      count: number
      sizeType: ('original' | 'compressed')[]
      sourceType: ('album' | 'camera')[]
    },
  ): void
  getLocalImgData(call: JsSdkCall<{ localData?: unknown }> & { localId: string }): void
  uploadImage(call: JsSdkCall<{ serverId?: unknown }> & { localId: string; isShowProgressTips: 0 | 1 }): void
}

export interface ConfigOptions {
  appId: string
  /** Unix seconds. */
  timestamp: number
  nonceStr: string
  signature: string
  jsApiList: string[]
}

export interface JsSdkAnswer {
  /** `<call>:ok`, `<call>:cancel`, `<call>:fail …`, `<call>:permission denied`, `<call>:function not exist`. */
  errMsg?: string
}

export interface JsSdkCall<Answer> {
  success(answer: Answer): void
  fail(failure: JsSdkAnswer): void
  cancel(answer: JsSdkAnswer): void
}

/** All that `wx.config` asks permission for. */
export const JS_API_LIST = ['checkJsApi', 'chooseImage', 'getLocalImgData', 'uploadImage'] as const
