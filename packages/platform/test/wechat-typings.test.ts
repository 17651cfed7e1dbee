/// <reference types="miniprogram-api-typings" />
import { expect, it } from '@jest/globals'
import type { WechatApi, WechatCloudApi, WechatImageApi } from '../src/wechat/index.js'

it("WeChat's own typings offer what the adapter uses", () => {
  // A call that WeChat renames or whose answer it changes does not compile here.
  const offers: WechatMiniprogram.Wx extends WechatApi & WechatCloudApi & WechatImageApi ? true : false = true

  expect(offers).toBe(true)
})
