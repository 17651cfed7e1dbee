import { AppError } from '@photolift/contracts'

/** One mini-program. */
export interface WechatApp {
  appid: string
  secret: string
  /** `https://api.weixin.qq.com` unless an emulator answers. */
  baseUrl?: string
}

/** @throws AppError INTERNAL where `baseUrl` is no http or https URL */
export function toBaseUrl(baseUrl = 'https://api.weixin.qq.com'): URL {
  const url = URL.parse(baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError('INTERNAL', 'the base URL of the WeChat API is not like https://api.weixin.qq.com')
  }
  return url
}
